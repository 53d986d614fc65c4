using System.Runtime.CompilerServices;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies;
using MediatR;

namespace Enas.Pipeline.Search;

/// <summary>A search: the steps of its strategy, then the candidates and the choice. A step that turns out not to be finite ends as a
/// recorded failure.</summary>
/// <param name="strategy">Which steps, and who chooses.</param>
/// <param name="mediator">Where its requests go.</param>
/// <param name="measurements">What the measuring behaviour saw of the last request.</param>
/// <param name="derivation">The ending.</param>
/// <param name="children">Which training an architecture gets before it is evaluated; null for none.</param>
/// <param name="trainer">Hears which of them will be asked for.</param>
/// <param name="stopping">Who is stopped as hopeless.</param>
/// <param name="costs">Which costs of architectures are recorded, and the limits.</param>
/// <param name="objective">Makes the rewards.</param>
/// <param name="proxies">Which zero-cost proxies of architectures are recorded.</param>
/// <param name="weights">The shared weights, which a checkpoint holds too; null where there are none.</param>
internal sealed class SearchWork(
    IStrategy strategy, IMediator mediator, StepMeasurements measurements, Derivation derivation,
        ChildPlan? children, IChildTrainer trainer, StopRules stopping, CostPlan costs, IObjective objective, ProxyPlan proxies,
        ISharedWeights? weights) : ISearchWork
{
    /// <inheritdoc />
    public long TotalSteps => strategy.Schedule.TotalSteps;

    /// <inheritdoc />
    public long PlannedSteps(SearchState state) => strategy.PlannedSteps(state.Strategy, state.StepCount);

    /// <inheritdoc />
    public bool IsDone(SearchState state) => strategy.IsDone(state.Strategy, state.StepCount);

    /// <inheritdoc />
    public StepPosition At(long step) => strategy.Schedule.At(step);

    /// <inheritdoc />
    public bool EndsRound(long step) => strategy.Schedule.EndsRound(step);

    /// <inheritdoc />
    public async Task<IReadOnlyList<LogRow>> StepAsync(SearchState state, CancellationToken cancellationToken)
    {
        var step = new SearchStep(
            state, At(state.StepCount), mediator, measurements, children, trainer, stopping, costs, objective, proxies, cancellationToken);
        try
        {
            await strategy.StepAsync(step);
        }
        catch (NonFiniteStepException e)
        {
            step.Rows.Add(new StepFailed(step.Position, e.Reason, e.Cost).ToRow());
        }

        return step.Rows;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<LogRow> FinishAsync(Func<SearchState> state, [EnumeratorCancellation] CancellationToken stop)
    {
        var position = strategy.Schedule.End(state().StepCount);
        await foreach (var row in derivation.ScoreAsync(state, position, stop))
        {
            yield return row;
        }

        if (stop.IsCancellationRequested)
        {
            yield break;
        }

        await foreach (var row in derivation.HoldFinalsAsync(state, position, stop))
        {
            yield return row;
        }

        if (!stop.IsCancellationRequested)
        {
            yield return await derivation.ChooseAsync(state(), position with { Phase = Phases.End });
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<ICheckpointed> Sections => [.. strategy.Sections, .. weights?.Sections ?? []];
}
