using System.Runtime.CompilerServices;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using MediatR;

namespace Enas.Pipeline.Search;

/// <summary>
/// The end of a search: candidates from the policy, as many uniform ones beside them, each scored on the whole validation set with the shared
/// weights, and the choice by a recorded rule. All of it is recorded.
/// </summary>
public sealed class Derivation(IMediator mediator, StepMeasurements measurements, IPolicy policy, SearchSpace space, JobOptions job)
{
    private const string FromPolicy = "policy";
    private const string FromRandom = "random";

    /// <summary>Draws per wanted candidate before duplicates are accepted as a sign that there are no more.</summary>
    private const int DrawsPerCandidate = 20;

    /// <summary>Scores the candidates that the state does not hold yet; those that it holds must be the ones that would be drawn again.</summary>
    /// <exception cref="ReplayDivergedException">A recorded candidate is another.</exception>
    public async IAsyncEnumerable<LogRow> ScoreAsync(SearchState state, StepPosition position, [EnumeratorCancellation] CancellationToken stop)
    {
        var done = state.Candidates;
        foreach (var (number, request) in Candidates(position).Index())
        {
            if (number < done.Count)
            {
                Confirm(done[number], request);
                continue;
            }

            if (stop.IsCancellationRequested)
            {
                yield break;
            }

            var scored = await mediator.Send(request, CancellationToken.None);
            yield return scored.ToRow() with { DurationMs = measurements.RoundedDurationMs, Observations = measurements.ToObservations() };
        }
    }

    /// <summary>
    /// The choice: the policy's candidate with the lowest validation perplexity or the highest validation accuracy, the earlier one when equal.
    /// Random candidates without a finite perplexity are left out of the mean; their own events tell how many there are.
    /// </summary>
    public SearchCompleted Choose(SearchState state, StepPosition position)
    {
        var best = state.Candidates.Where(c => c.Source == FromPolicy).MinBy(c => c.Rank)!;
        var random = state.Candidates.Where(c => c.Source == FromRandom && c.Score is not null).ToArray();
        var mean = random.Length == 0 ? double.NaN : random.Sum(c => c.Score!.Value) / random.Length;
        return new SearchCompleted(
            position,
            job.Derive.Rule,
            best.Tokens,
            best.Perplexity,
            double.IsFinite(mean) ? mean : null,
            random.Length == 0 ? null : random.MinBy(c => c.Rank)!.Score,
            TestPerplexity: null,
            best.Accuracy);
    }

    private static void Confirm(CandidateScored recorded, ScoreCandidate drawn)
    {
        if (recorded.Tokens != drawn.Tokens || recorded.Source != drawn.Source)
        {
            var field = $"candidate {drawn.Ordinal} of the {drawn.Source}";
            throw new ReplayDivergedException(new Divergence(null, recorded.Position.Step, CandidateScored.Name, field, recorded.Tokens, drawn.Tokens));
        }
    }

    /// <summary>
    /// Distinct candidates of the policy, then distinct uniform ones. A count larger than what there is, is clipped to it.
    /// </summary>
    private IEnumerable<ScoreCandidate> Candidates(StepPosition position)
    {
        var uniform = new UniformPolicy(space, job.Seed);
        return Distinct(policy, "candidates", FromPolicy, position).Concat(Distinct(uniform, "random-candidates", FromRandom, position));
    }

    private IEnumerable<ScoreCandidate> Distinct(IPolicy source, string stream, string name, StepPosition position)
    {
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        for (var draw = 0; draw < job.Derive.Candidates * DrawsPerCandidate && seen.Count < job.Derive.Candidates; draw++)
        {
            var tokens = source.Sample(stream, position.Step, draw).Architecture.Tokens;
            if (seen.Add(tokens))
            {
                yield return new ScoreCandidate(position, name, seen.Count - 1, tokens);
            }
        }
    }
}
