using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies.Exhaustion;

namespace Enas.Pipeline.Strategies.LocalSearch;

/// <summary>
/// Local search (White et al. 2021, for architectures): each step evaluates what the climb needs to know next. No architecture is proposed
/// twice. It keeps nothing but what events tell, so a checkpoint holds nothing of it.
/// </summary>
public sealed class LocalSearchStrategy : IStrategy
{
    private readonly BudgetOptions _budget;
    private readonly SearchSpace _space;
    private readonly Climb _start;

    // A climb is a function of the evaluations; the last one is kept, since the next step asks for it with one evaluation more.
    private (int Count, Climb Climb) _last;

    /// <summary>The strategy of a job.</summary>
    public LocalSearchStrategy(StrategyContext context, ClimbRule rule)
    {
        (_budget, _space) = (context.Job.Budget, context.Space);
        _start = new Climb(_space, rule, context.Job.Seed);
        _last = (0, _start);
        Schedule = new EvaluationSchedule(_budget.Evaluations);
    }

    /// <inheritdoc />
    public ISchedule Schedule { get; }

    /// <inheritdoc />
    public void AddHandlers(IHandlerRegistry registry)
    {
        registry.Handle(new ProposeNeighbourHandler());
        registry.Handle(new UpdateClimbHandler());
        registry.Handle(new DeclareExhaustedHandler());
    }

    /// <inheritdoc />
    public bool IsDone(IStrategyState state, long stepCount) => ((LocalSearchState)state).Proposals.IsDone(_budget);

    /// <inheritdoc />
    public async Task StepAsync(IStrategyStep step)
    {
        var climb = ClimbOf((LocalSearchState)step.State);
        ArchitectureSampled? proposed = null;
        for (var attempt = 0; proposed is null && !climb.IsExhausted && attempt < Proposals.MostRejections; attempt++)
        {
            var neighbour = await step.SendAsync(new ProposeNeighbour(step.Position, climb));
            if (await step.AdmitAsync(0, neighbour.Tokens))
            {
                proposed = neighbour;
            }
            else
            {
                // A climb goes past what does not keep the limits.
                climb = climb.Enter(_space.Parse(neighbour.Tokens), double.NegativeInfinity);
            }
        }

        if (proposed is null)
        {
            await step.SendAsync(new DeclareExhausted(step.Position, step.Trials.Count));
            return;
        }

        var evaluated = await step.EvaluateAsync(0, proposed.Tokens);
        await step.SendAsync(new UpdateClimb(step.Position, climb, _space.Parse(proposed.Tokens), evaluated.Standing));
    }

    /// <inheritdoc />
    public IEnumerable<Architecture> Candidates(IStrategyState state, StepPosition position, int count) =>
        ((LocalSearchState)state).Evaluations.Index()
        .OrderByDescending(evaluation => evaluation.Item.Reward).ThenBy(evaluation => evaluation.Index)
        .Take(count).Select(evaluation => _space.Parse(evaluation.Item.Tokens));

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private Climb ClimbOf(LocalSearchState state)
    {
        var evaluations = state.Evaluations;
        var (count, climb) = _last.Count <= evaluations.Count ? _last : (0, _start);
        for (; count < evaluations.Count; count++)
        {
            climb = climb.Enter(_space.Parse(evaluations[count].Tokens), evaluations[count].Reward);
        }

        _last = (count, climb);
        return climb;
    }
}
