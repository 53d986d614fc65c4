using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Strategies.Exhaustion;
using Enas.Pipeline.Strategies.Pending;

namespace Enas.Pipeline.Strategies.LocalSearch;

/// <summary>
/// Local search (White et al. 2021, for architectures): each step evaluates what the climb needs to know next. No architecture is proposed
/// twice. It keeps nothing but what events tell, so a checkpoint holds nothing of it.
/// </summary>
internal sealed class LocalSearchStrategy : IStrategy
{
    private readonly BudgetOptions _budget;
    private readonly SearchSpace _space;
    private readonly Climb _start;
    private readonly int _lag;

    // A climb is a function of the evaluations; the last one is kept, since the next step asks for it with one evaluation more.
    private (int Count, Climb Climb) _last;

    /// <summary>The strategy of a job.</summary>
    public LocalSearchStrategy(StrategyContext context, ClimbRule rule)
    {
        (_budget, _space) = (context.Job.Budget, context.Space);
        _start = new Climb(_space, rule, context.Job.Seed);
        _last = (0, _start);
        _lag = context.Job.Evaluator.Lag;
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
    public bool IsDone(IStrategyState state, long stepCount) =>
        ((LocalSearchState)state).Proposals.IsDone(_budget, ((LocalSearchState)state).Pending);

    /// <inheritdoc />
    public long PlannedSteps(IStrategyState state, long stepCount) =>
        ((LocalSearchState)state).Proposals.PlannedSteps(stepCount, _budget, ((LocalSearchState)state).Pending);

    /// <inheritdoc />
    public async Task StepAsync(IStrategyStep step)
    {
        var state = (LocalSearchState)step.State;
        var (climb, pending) = await ProposeAsync(step, state);
        if (pending.Count == 0)
        {
            await step.SendAsync(new DeclareExhausted(step.Position, step.Trials.Count));
            return;
        }

        var left = state.Proposals.Left(_budget, state.Pending);
        step.Expect([.. pending.Expected(left), .. climb.Certain.Select(neighbour => new ExpectedEvaluation(neighbour.Tokens))
            .Skip(pending.Count).Take((int)Math.Clamp(left - pending.Count, 0, step.Ahead))]);
        var proposed = pending.Waiting[0];
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

    // Until as many are under way as the job allows. What waits for its evaluation is taken to be no better than where the climb stands.
    private async Task<(Climb Climb, PendingProposals Pending)> ProposeAsync(IStrategyStep step, LocalSearchState state)
    {
        var (climb, pending) = (ClimbOf(state), state.Pending);
        var ahead = pending.Waiting.Aggregate(climb, (known, one) => Passed(known, one.Tokens));
        for (var rejected = 0; pending.Count < _lag && !ahead.IsExhausted && rejected < Proposals.MostRejections;)
        {
            var neighbour = await step.SendAsync(new ProposeNeighbour(step.Position, ahead, pending.Count));
            if (await step.AdmitAsync(pending.Count, neighbour.Tokens))
            {
                pending = pending.With(neighbour);
            }
            else
            {
                // A climb goes past what does not keep the limits.
                (climb, rejected) = (Passed(climb, neighbour.Tokens), rejected + 1);
            }

            ahead = pending.Count < _lag ? Passed(ahead, neighbour.Tokens) : ahead;
        }

        return (climb, pending);
    }

    private Climb Passed(Climb climb, string tokens) => climb.Enter(_space.Parse(tokens), double.NegativeInfinity);

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
