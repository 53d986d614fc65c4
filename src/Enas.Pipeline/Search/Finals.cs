using System.Runtime.CompilerServices;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Finals;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Proxy;
using Enas.Pipeline.Steps.Score;
using MediatR;

namespace Enas.Pipeline.Search;

/// <summary>
/// The finals of a search: the candidates with the best scores, uniform ones too, are trained alone, in one or two rungs, and the best of
/// the last rung is chosen. All of it is recorded; what the state holds is not made again.
/// </summary>
/// <param name="mediator">Where the requests go.</param>
/// <param name="measurements">What the measuring behaviour saw of the last request.</param>
/// <param name="job">How many, and for how long.</param>
/// <param name="trainer">Hears which trainings will be asked for.</param>
internal sealed class Finals(IMediator mediator, StepMeasurements measurements, JobOptions job, IChildTrainer trainer)
{
    private readonly IReadOnlyList<FinalsRung> _rungs = FinalsRung.Of(job);
    private readonly FinalsRung? _secondSeed = FinalsRung.SecondSeedOf(job);
    private readonly IObjective _objective = ObjectiveCatalog.Of(job);
    private readonly ProxyPlan _proxies = ProxyPlan.Of(job);
    private readonly FinalsOrder _order = new(job);

    /// <summary>Holds what is left of them.</summary>
    /// <param name="state">The state with all facts so far, those of this call included.</param>
    /// <param name="position">Where the end stands.</param>
    /// <param name="stop">Asks for a clean stop, which comes between two trainings or within one.</param>
    /// <exception cref="ReplayDivergedException">Recorded finals are others.</exception>
    public async IAsyncEnumerable<LogRow> HoldAsync(
        Func<SearchState> state, StepPosition position, [EnumeratorCancellation] CancellationToken stop)
    {
        // A candidate without a finite score has shown nothing.
        IReadOnlyList<Finalist> best = [.. CandidateScored.BestFirst(
                state().Candidates.Where(scored => scored.IsFinite), new CandidateOrder(job, state().ArchitectureCosts).RankOf)
            .DistinctBy(scored => scored.Tokens).Select(scored => new Finalist(scored.Source, scored.Ordinal, scored.Tokens))];
        foreach (var rung in best.Count == 0 ? [] : _rungs)
        {
            var finalists = best.Take(rung.Count).ToArray();
            await foreach (var row in HoldAsync(rung, finalists, state, position, stop))
            {
                yield return row;
            }

            if (stop.IsCancellationRequested && finalists.Any(finalist => ChildOf(state(), Order(finalist, rung)) is null))
            {
                yield break;
            }

            best = [.. Ranked(state(), rung, finalists).Select(place => place.Finalist)];
        }

        if (best.Count > 1 && _secondSeed is not null && AreClose(state(), best))
        {
            await foreach (var row in HoldAsync(_secondSeed, [.. best.Take(_secondSeed.Count)], state, position, stop))
            {
                yield return row;
            }
        }
    }

    private async IAsyncEnumerable<LogRow> HoldAsync(
        FinalsRung rung, Finalist[] finalists, Func<SearchState> state, StepPosition position,
        [EnumeratorCancellation] CancellationToken stop)
    {
        if (state().Finals.Find(opened => opened.Rung == rung.Number) is { } recorded)
        {
            Confirm(recorded, finalists);
        }
        else
        {
            yield return Measured(await mediator.Send(
                new OpenFinals(position, rung.Number, rung.Steps, finalists), CancellationToken.None));
        }

        trainer.Expect([.. finalists.Select(finalist => Order(finalist, rung)).Distinct()
            .Where(order => ChildOf(state(), order) is null).Select(order => new ExpectedChild(order))]);
        foreach (var (place, finalist) in finalists.Index())
        {
            var order = Order(finalist, rung);
            if (ChildOf(state(), order) is not null)
            {
                continue;
            }

            if (stop.IsCancellationRequested)
            {
                yield break;
            }

            if (_proxies.IsAny && state().Proxies.Find(finalist.Tokens) is null)
            {
                yield return Measured(await mediator.Send(new MeasureProxies(position, place, finalist.Tokens), CancellationToken.None));
            }

            yield return Measured(await mediator.Send(new TrainChild(position, place, order), CancellationToken.None));
        }
    }

    private bool AreClose(SearchState state, IReadOnlyList<Finalist> best) => _order.AreClose(
        ChildOf(state, Order(best[0], _rungs[^1]))!, ChildOf(state, Order(best[1], _rungs[^1]))!, job.Finals.SecondSeed,
        state.ArchitectureCosts);

    /// <summary>The choice: the best of the last rung; null where there were no finals. Where all of them failed it has no score.</summary>
    public SearchCompleted? Choose(SearchState state, StepPosition position)
    {
        if (_rungs.Count == 0 || state.Finals.Find(opened => opened.Rung == _rungs[^1].Number) is not { } last)
        {
            return null;
        }

        var ranked = Ranked(state, _rungs[^1], last.Finalists);
        if (_secondSeed is not null && state.Finals.Find(opened => opened.Rung == _secondSeed.Number) is { } again)
        {
            ranked = [.. Ranked(state, _secondSeed, again.Finalists), .. ranked[again.Finalists.Count..]];
        }

        var (best, child) = ranked[0];
        var random = ranked.Where(place => place.Finalist.Source == CandidateSources.Random).OrderBy(place => place.Child.Rank)
            .Select(place => place.Child.Evaluated).FirstOrDefault();
        return new SearchCompleted(
            position,
            Rule,
            best.Tokens,
            ValueOf(child.Evaluated, Measure.Perplexity),
            RandomMean: null,
            random?.Measurement.Value,
            TestPerplexity: null,
            ValueOf(child.Evaluated, Measure.Accuracy),
            Source: best.Source,
            FinalRanks: [.. ranked.Select(place => place.Finalist.Name)]);
    }

    private string Rule => _objective.RuleOf(MeasureRule);

    private string MeasureRule => job.Finals.By == FinalsOptions.ByLoss ? DeriveRules.LowestFinalLoss
        : SpaceCatalog.MeasureOf(job) == Measure.Accuracy ? DeriveRules.HighestFinalAccuracy
        : DeriveRules.LowestFinalPerplexity;

    private static double? ValueOf(Evaluated? evaluated, Measure measure) =>
        evaluated?.Measurement is { } measurement && measurement.Measure == measure ? measurement.Value : null;

    private (Finalist Finalist, ChildTrained Child)[] Ranked(SearchState state, FinalsRung rung, IReadOnlyList<Finalist> finalists) =>
    [
        .. _order.BestFirst(
            finalists.Select(finalist =>
                (Finalist: finalist, Child: FinalsRung.ChildOf(job, rung.Number, finalist.Tokens, state.Children)!)),
            place => place.Child, state.ArchitectureCosts),
    ];

    private ChildOrder Order(Finalist finalist, FinalsRung rung) =>
        new(finalist.Tokens, rung.Number, ChildSeeds.Of(job, finalist.Tokens, rung.Number), rung.Steps);

    private static ChildTrained? ChildOf(SearchState state, ChildOrder order) => state.Children.Find(child => child.Order == order);

    private static void Confirm(FinalsOpened recorded, IReadOnlyList<Finalist> finalists)
    {
        if (!recorded.Finalists.SequenceEqual(finalists))
        {
            throw new ReplayDivergedException(new Divergence(null, recorded.Position.Step, FinalsOpened.Name, $"rung {recorded.Rung}",
                Names(recorded.Finalists), Names(finalists)));
        }
    }

    private static string Names(IEnumerable<Finalist> finalists) => string.Join(", ", finalists.Select(finalist => finalist.Name));

    private LogRow Measured(ISearchEvent happened) =>
        happened.ToRow() with { DurationMs = measurements.RoundedDurationMs, Observations = measurements.ToObservations() };
}
