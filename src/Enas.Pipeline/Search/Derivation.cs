using System.Runtime.CompilerServices;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Proxy;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Strategies;
using MediatR;

namespace Enas.Pipeline.Search;

/// <summary>
/// The end of a search: candidates from the strategy and uniform ones beside them, scored with the shared weights on the whole validation
/// set, or in stages, ever fewer on ever more of it; and the choice by a recorded rule. All of it is recorded.
/// </summary>
/// <param name="mediator">Where the scoring goes.</param>
/// <param name="measurements">What the measuring behaviour saw of the last request.</param>
/// <param name="strategy">Who proposes.</param>
/// <param name="evaluator">Who scores.</param>
/// <param name="space">What is searched.</param>
/// <param name="job">How many, and by which rule.</param>
/// <param name="trainer">Hears which trainings will be asked for.</param>
internal sealed class Derivation(
    IMediator mediator, StepMeasurements measurements, IStrategy strategy, IEvaluator evaluator, SearchSpace space, JobOptions job,
    IChildTrainer trainer)
{
    private readonly IReadOnlyList<ScoringStage> _stages = ScoringStages.Of(job.Derive, space.Size, evaluator.IsFinal);

    // Where every architecture is trained alone, the best of them are known already.
    private readonly Finals _finals = new(mediator, measurements, evaluator.Children is null ? job : job with { Finals = new() }, trainer);

    private readonly Contenders _contenders = new(mediator, measurements, strategy, evaluator, space, job);

    private readonly IObjective _objective = ObjectiveCatalog.Of(job);
    private readonly ProxyPlan _proxies = ProxyPlan.Of(job);

    private bool IsAmongAll => job.Finals.AreHeld || _stages.Count > 1 || job.Derive.Among == DeriveOptions.AmongAll;

    /// <summary>Scores the candidates that the state does not hold yet, stage by stage; those that it holds must be the ones that would
    /// be scored again.</summary>
    /// <param name="state">The state with all facts so far, those of this call included.</param>
    /// <param name="position">Where the end stands.</param>
    /// <param name="stop">Asks for a clean stop, which comes between two candidates.</param>
    /// <exception cref="ReplayDivergedException">A recorded candidate is another.</exception>
    public async IAsyncEnumerable<LogRow> ScoreAsync(
        Func<SearchState> state, StepPosition position, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var row in _contenders.MeasureAsync(state, position, stop))
        {
            yield return row;
        }

        if (stop.IsCancellationRequested && !_contenders.AreMeasured(state(), position))
        {
            yield break;
        }

        var requests = _contenders.Of(state(), position);
        foreach (var (number, stage) in _stages.Index())
        {
            await foreach (var row in ScoreAsync(stage, requests, ScoresOf(state(), stage), state, stop))
            {
                yield return row;
            }

            if (stop.IsCancellationRequested)
            {
                yield break;
            }

            requests = number + 1 < _stages.Count ? BestOf(state(), stage, _stages[number + 1].Count, position) : [];
        }
    }

    private async IAsyncEnumerable<LogRow> ScoreAsync(
        ScoringStage stage, IEnumerable<ScoreCandidate> requests, IReadOnlyList<CandidateScored> done,
        Func<SearchState> state, [EnumeratorCancellation] CancellationToken stop)
    {
        ScoreCandidate[] all = [.. requests];
        if (evaluator.Children is { } plan)
        {
            trainer.Expect([.. all.Skip(done.Count).Select(request => strategy.FinalOrder(plan, request.Tokens)).Distinct()
                .Where(order => !state().Children.Exists(known => known.Order == order)).Select(order => new ExpectedChild(order))]);
        }

        foreach (var (number, request) in all.Select(one => one with { Stage = stage.Name, Items = stage.Items }).Index())
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

            var evaluated = request.Known;
            if (evaluated is null && !SpaceCatalog.SharesWeights(job) && AskProxies(state(), request) is { } ask)
            {
                yield return Measured(await mediator.Send(ask, CancellationToken.None));
            }

            if (evaluator.Children is { } children)
            {
                var order = strategy.FinalOrder(children, request.Tokens);
                var child = state().Children.Find(known => known.Order == order);
                if (child is null)
                {
                    child = await mediator.Send(new TrainChild(request.Position, request.Ordinal, order), CancellationToken.None);
                    yield return Measured(child);
                }

                evaluated = children.Evaluation(child.Outcome, _objective);
            }

            yield return Measured(await mediator.Send(request with { Known = evaluated }, CancellationToken.None));
        }
    }

    private MeasureProxies? AskProxies(SearchState state, ScoreCandidate request) =>
        _proxies.IsAny && state.Proxies.Find(request.Tokens) is null ? new(request.Position, request.Ordinal, request.Tokens) : null;

    private static IReadOnlyList<CandidateScored> ScoresOf(SearchState state, ScoringStage stage) => stage.Name is null or ScoreStages.Whole
        ? state.Candidates
        : [.. state.Screened.Where(scored => scored.Stage == stage.Name)];

    // An architecture that both the strategy and chance named goes on once.
    private IEnumerable<ScoreCandidate> BestOf(SearchState state, ScoringStage stage, int count, StepPosition position) =>
        [.. CandidateScored.BestFirst(ScoresOf(state, stage), new CandidateOrder(job, state.ArchitectureCosts).RankOf)
            .DistinctBy(scored => scored.Tokens).Take(count)
            .Select(scored => new ScoreCandidate(position, scored.Source, scored.Ordinal, scored.Tokens))];

    private LogRow Measured(ISearchEvent happened) =>
        happened.ToRow() with { DurationMs = measurements.RoundedDurationMs, Observations = measurements.ToObservations() };

    /// <summary>
    /// The choice among the candidates that were scored on the whole set: of the strategy's alone the one with the lowest validation
    /// perplexity or the highest validation accuracy, or the best by another objective, the earlier one when equal; of all the first of
    /// <see cref="CandidateScored.BestFirst(IEnumerable{CandidateScored})"/>.
    /// </summary>
    public async Task<LogRow> ChooseAsync(SearchState state, StepPosition position) => (await mediator.Send(
        new CompleteSearch(_finals.Choose(state, position) ?? Choose(state, position)), CancellationToken.None)).ToRow();

    /// <summary>Holds the finals, where the job has any: see <see cref="Finals"/>.</summary>
    public IAsyncEnumerable<LogRow> HoldFinalsAsync(Func<SearchState> state, StepPosition position, CancellationToken stop) =>
        _finals.HoldAsync(state, position with { Phase = Phases.Finals }, stop);

    private SearchCompleted Choose(SearchState state, StepPosition position)
    {
        // Where nothing that the strategy named keeps the limits, there are none of its candidates.
        var order = new CandidateOrder(job, state.ArchitectureCosts);
        var isAmongAll = IsAmongAll || !state.Candidates.Exists(c => c.Source == CandidateSources.Policy);
        var best = isAmongAll ? CandidateScored.BestFirst(state.Candidates, order.RankOf).First()
            : state.Candidates.Where(c => c.Source == CandidateSources.Policy).MinBy(order.RankOf)!;
        var random = state.Candidates.Where(c => c.Source == CandidateSources.Random && c.Score is not null).ToArray();
        return new SearchCompleted(
            position,
            _objective.RuleOf(EvaluatorCatalog.Of(job).RuleOf(job)),
            best.Tokens,
            best.Perplexity,
            RandomMean(random),
            random.Length == 0 ? null : random.MinBy(c => c.Rank)!.Score,
            TestPerplexity: null,
            best.Accuracy,
            Reported: best.Measurement is { } measured && Measure.Of(measured.Measure.Name) is null ? measured : null,
            Source: isAmongAll ? best.Source : null);
    }

    // Random candidates without a finite perplexity are left out; their own events tell how many there are. Those that came through a
    // screening say nothing of random ones: they are its best.
    private double? RandomMean(IReadOnlyCollection<CandidateScored> random)
    {
        var mean = _stages.Count > 1 || random.Count == 0 ? double.NaN : random.Sum(c => c.Score!.Value) / random.Count;
        return double.IsFinite(mean) ? mean : null;
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
}
