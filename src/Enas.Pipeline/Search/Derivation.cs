using System.Runtime.CompilerServices;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Strategies;
using MediatR;

namespace Enas.Pipeline.Search;

/// <summary>
/// The end of a search: candidates from the policy, as many uniform ones beside them, each scored on the whole validation set with the
/// shared weights, and the choice by a recorded rule. All of it is recorded.
/// </summary>
/// <param name="mediator">Where the scoring goes.</param>
/// <param name="measurements">What the measuring behaviour saw of the last request.</param>
/// <param name="strategy">Who proposes.</param>
/// <param name="evaluator">Who scores.</param>
/// <param name="space">What is searched.</param>
/// <param name="job">How many, and by which rule.</param>
public sealed class Derivation(
    IMediator mediator, StepMeasurements measurements, IStrategy strategy, IEvaluator evaluator, SearchSpace space, JobOptions job)
{
    private const string FromPolicy = "policy";
    private const string FromRandom = "random";

    /// <summary>Scores the candidates that the state does not hold yet; those that it holds must be the ones that would
    /// be drawn again.</summary>
    /// <exception cref="ReplayDivergedException">A recorded candidate is another.</exception>
    public async IAsyncEnumerable<LogRow> ScoreAsync(
        SearchState state, StepPosition position, [EnumeratorCancellation] CancellationToken stop)
    {
        var done = state.Candidates;
        foreach (var (number, request) in Candidates(state, position).Index())
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
    /// The choice: the policy's candidate with the lowest validation perplexity or the highest validation accuracy, the earlier one when
    /// equal. Random candidates without a finite perplexity are left out of the mean; their own events tell how many there are.
    /// </summary>
    public async Task<LogRow> ChooseAsync(SearchState state, StepPosition position) =>
        (await mediator.Send(new CompleteSearch(Choose(state, position)), CancellationToken.None)).ToRow();

    private SearchCompleted Choose(SearchState state, StepPosition position)
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
            best.Accuracy,
            Reported: best.Measurement is { } measured && Measure.Of(measured.Measure.Name) is null ? measured : null);
    }

    private static void Confirm(CandidateScored recorded, ScoreCandidate drawn)
    {
        if (recorded.Tokens != drawn.Tokens || recorded.Source != drawn.Source)
        {
            var field = $"candidate {drawn.Ordinal} of the {drawn.Source}";
            throw new ReplayDivergedException(
                new Divergence(null, recorded.Position.Step, CandidateScored.Name, field, recorded.Tokens, drawn.Tokens));
        }
    }

    /// <summary>
    /// Distinct candidates of the strategy, then distinct uniform ones. A count larger than what there is, is clipped to it. Where a value
    /// is the architecture's own, the strategy's candidates are the best that it has seen. A strategy that can name none, since every
    /// evaluation failed, takes the first uniform one: a search always ends with a choice.
    /// </summary>
    private IEnumerable<ScoreCandidate> Candidates(SearchState state, StepPosition position)
    {
        var count = job.Derive.Candidates;
        var proposed = evaluator.IsFinal && state.Trials.Count > 0
            ? state.Trials.Best(count)
            : strategy.Candidates(state.Strategy, position, count).Select(architecture => architecture.Tokens);
        var uniform = DistinctSamples.Of(new UniformPolicy(space, job.Seed), "random-candidates", position.Step, count)
            .Select(architecture => architecture.Tokens);
        return Requests(FromPolicy, proposed.DefaultIfEmpty(uniform.First())).Concat(Requests(FromRandom, uniform));

        IEnumerable<ScoreCandidate> Requests(string source, IEnumerable<string> candidates) =>
            candidates.Select((tokens, ordinal) =>
                new ScoreCandidate(position, source, ordinal, tokens, state.Trials.Find(tokens)?.Evaluated));
    }
}
