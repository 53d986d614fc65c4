using System.Runtime.CompilerServices;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Strategies;
using MediatR;

namespace Enas.Pipeline.Search;

/// <summary>
/// Who is scored at the end of a search: distinct candidates of the strategy, then distinct uniform ones. A count larger than what there
/// is, is clipped to it. Where a value is the architecture's own, the strategy's candidates are the best that it has seen by the
/// objective; where the objective is a front, they are the front. What does not keep the limits of the job is left out, and others are
/// drawn in its place. A strategy that can name none takes the first uniform one: a search always ends with a choice.
/// Where limits left it none, only uniform ones are scored, and the first of all where none of those keeps the limits either.
/// </summary>
/// <param name="mediator">Where the measuring of costs goes.</param>
/// <param name="measurements">What the measuring behaviour saw of the last request.</param>
/// <param name="strategy">Who proposes.</param>
/// <param name="evaluator">Who scores.</param>
/// <param name="space">What is searched.</param>
/// <param name="job">How many.</param>
internal sealed class Contenders(
    IMediator mediator, StepMeasurements measurements, IStrategy strategy, IEvaluator evaluator, SearchSpace space, JobOptions job)
{
    // Draws for each candidate that is wanted, where some of them may not keep the limits.
    private const int DrawsPerCandidate = 20;

    private readonly CostPlan _costs = CostPlan.Of(job);
    private readonly IObjective _objective = ObjectiveCatalog.Of(job);

    // At its end a search learns nothing more, so what it names stays the same.
    private RememberedTexts? _proposed;
    private (int Count, RememberedTexts Drawn)? _uniform;

    /// <summary>Finds out what the contenders cost that the state does not know, one after the other, where the job has costs
    /// recorded.</summary>
    /// <param name="state">The state with all facts so far, those of this call included.</param>
    /// <param name="position">Where the end stands.</param>
    /// <param name="stop">Asks for a clean stop, which comes between two of them.</param>
    public async IAsyncEnumerable<LogRow> MeasureAsync(
        Func<SearchState> state, StepPosition position, [EnumeratorCancellation] CancellationToken stop)
    {
        while (Next(state(), position) is { } request && !stop.IsCancellationRequested)
        {
            var measured = await mediator.Send(request, CancellationToken.None);
            yield return measured.ToRow() with
            {
                DurationMs = measurements.RoundedDurationMs,
                Observations = measurements.ToObservations(),
            };
        }
    }

    /// <summary>Whether the costs of all contenders are known, as far as the job wants them.</summary>
    public bool AreMeasured(SearchState state, StepPosition position) => Next(state, position) is null;

    /// <summary>The contenders, whose costs are known where the job has them recorded.</summary>
    public IEnumerable<ScoreCandidate> Of(SearchState state, StepPosition position)
    {
        string[] proposed = [.. Kept(state, Proposed(state, position)).Take(job.Derive.Candidates)];
        var uniform = Kept(state, Uniform(position, proposed.Length)).Take(UniformBeside(proposed.Length));
        return proposed.Length == 0 && _costs.Rejects
            ? Requests(CandidateSources.Random, uniform.DefaultIfEmpty(First(position)))
            : Requests(CandidateSources.Policy, proposed.DefaultIfEmpty(First(position)))
                .Concat(Requests(CandidateSources.Random, uniform));

        IEnumerable<ScoreCandidate> Requests(string source, IEnumerable<string> candidates) =>
            candidates.Select((tokens, ordinal) =>
                new ScoreCandidate(position, source, ordinal, tokens, state.Trials.Find(tokens)?.Evaluated));
    }

    // The first contender whose costs are not known: as far as costs are known it is known who is one.
    private MeasureCosts? Next(SearchState state, StepPosition position)
    {
        if (!_costs.IsAny)
        {
            return null;
        }

        var kept = 0;
        foreach (var (ordinal, tokens) in Proposed(state, position).Index())
        {
            if (kept == job.Derive.Candidates)
            {
                break;
            }

            if (state.ArchitectureCosts.Find(tokens) is not { } costs)
            {
                return new MeasureCosts(position, ordinal, tokens);
            }

            kept += IsKept(costs) ? 1 : 0;
        }

        var (wanted, beside) = (UniformBeside(kept), 0);
        foreach (var (ordinal, tokens) in Uniform(position, kept).Index())
        {
            if (beside == wanted)
            {
                break;
            }

            if (state.ArchitectureCosts.Find(tokens) is not { } costs)
            {
                return new MeasureCosts(position, ordinal, tokens);
            }

            beside += IsKept(costs) ? 1 : 0;
        }

        return null;
    }

    private bool IsKept(ArchitectureCosts costs) => !_costs.Rejects || _costs.Limits.Exceeded(costs) is null;

    private IEnumerable<string> Kept(SearchState state, IEnumerable<string> tokens) =>
        _costs.Rejects ? tokens.Where(one => IsKept(state.ArchitectureCosts.Of(one))) : tokens;

    private string First(StepPosition position) => Uniform(position, 0).First();

    private int Drawn(int count) => _costs.Rejects ? (int)Math.Min((long)count * DrawsPerCandidate, int.MaxValue) : count;

    private IEnumerable<string> Proposed(SearchState state, StepPosition position) =>
        (_proposed ??= new RememberedTexts(Named(state, position))).All();

    private IEnumerable<string> Named(SearchState state, StepPosition position) =>
        evaluator.IsFinal && state.Trials.Count > 0 && !strategy.NamesItsBest
            ? BestOf(state)
            : strategy.Candidates(state.Strategy, position, Drawn(job.Derive.Candidates)).Select(architecture => architecture.Tokens);

    private IEnumerable<string> Uniform(StepPosition position, int proposed)
    {
        var count = Drawn(UniformBeside(proposed));
        if (_uniform?.Count != count)
        {
            _uniform = (count, new RememberedTexts(DistinctSamples
                .Of(new UniformPolicy(space, job.Seed), "random-candidates", position.Step, count)
                .Select(architecture => architecture.Tokens)));
        }

        return _uniform.Value.Drawn.All();
    }

    // Where each of them has to be trained alone, as many as the strategy's are enough.
    private int UniformBeside(int proposed) => evaluator.Children is null || job.Derive.Uniform > 0
        ? job.Derive.UniformCount
        : Math.Clamp(proposed, 1, job.Derive.Candidates);

    private IEnumerable<string> BestOf(SearchState state)
    {
        var trials = state.Trials.WithValue;
        if (_objective is { IsFront: true, Cost: { } cost })
        {
            FrontPoint[] points =
                [.. trials.Select(trial => new FrontPoint(trial.Reward, state.ArchitectureCosts.Of(trial.Tokens).Of(cost)!.Value))];
            return ParetoFront.Of(points).Reverse().Select(place => trials[place].Tokens).Take(job.Derive.Candidates);
        }

        return _objective.RanksByMeasure ? state.Trials.Best(job.Derive.Candidates)
            : trials.OrderBy(trial => _objective.Rank(trial.Evaluated.Measurement, state.ArchitectureCosts.Of(trial.Tokens)))
            .Take(job.Derive.Candidates).Select(trial => trial.Tokens);
    }
}
