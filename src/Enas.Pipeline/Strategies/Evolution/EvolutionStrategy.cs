using Enas.Pipeline.Architectures;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies.Exhaustion;
using Enas.Pipeline.Strategies.Pending;
using Enas.Pipeline.Strategies.WarmStarts;

namespace Enas.Pipeline.Strategies.Evolution;

/// <summary>
/// Regularised (ageing) evolution (Real et al. 2019), or with the worst leaving instead of the oldest. Each step proposes one architecture,
/// has it evaluated and lets it enter the population. It keeps nothing but what events tell, so a checkpoint holds nothing of it.
/// </summary>
internal sealed class EvolutionStrategy : IStrategy
{
    private readonly BudgetOptions _budget;
    private readonly SearchSpace _space;
    private readonly ulong _seed;
    private readonly PopulationRules _rules;
    private readonly CostMeasure? _frontCost;
    private readonly WarmStart? _warmStart;
    private readonly int _lag;

    /// <summary>The strategy of a job.</summary>
    public EvolutionStrategy(StrategyContext context, EvolutionOptions options)
    {
        (_budget, _space, _seed) = (context.Job.Budget, context.Space, context.Job.Seed);
        _rules = new PopulationRules(_space, options);
        _frontCost = options.RanksByFront ? CostPlan.Of(context.Job).Beside : null;
        _warmStart = WarmStartRows.Read(context.Job);
        _lag = context.Job.Evaluator.Lag;
        Schedule = new EvaluationSchedule(_budget.Evaluations);
    }

    /// <inheritdoc />
    public ISchedule Schedule { get; }

    /// <inheritdoc />
    public void AddHandlers(IHandlerRegistry registry)
    {
        registry.Handle(new ProposeMutantHandler(_rules, _space, _seed));
        registry.Handle(new UpdatePopulationHandler(_rules));
        registry.Handle(new DeclareExhaustedHandler());
    }

    /// <inheritdoc />
    public bool IsDone(IStrategyState state, long stepCount) =>
        ((EvolutionState)state).Proposals.IsDone(_budget, ((EvolutionState)state).Pending);

    /// <inheritdoc />
    public long PlannedSteps(IStrategyState state, long stepCount) =>
        ((EvolutionState)state).Proposals.PlannedSteps(stepCount, _budget, ((EvolutionState)state).Pending);

    /// <inheritdoc />
    public async Task StepAsync(IStrategyStep step)
    {
        var state = (EvolutionState)step.State;
        var (pending, first) = await ProposeAsync(step, state);
        if (pending.Count == 0)
        {
            await step.SendAsync(new DeclareExhausted(step.Position, step.Trials.Count));
            return;
        }

        var left = state.Proposals.Left(_budget, state.Pending);
        step.Expect([.. pending.Expected(left), .. Initial(step.Position.Step + pending.Count, first)
            .Take((int)Math.Clamp(left - pending.Count, 0, step.Ahead))]);
        var proposed = pending.Waiting[0];
        var evaluated = await step.EvaluateAsync(0, proposed.Tokens);
        await step.SendAsync(new UpdatePopulation(step.Position, state.Members, proposed.Tokens, evaluated.Standing,
            _frontCost is null || !evaluated.HasValue ? null : step.CostsOf(proposed.Tokens).Of(_frontCost)));
    }

    /// <inheritdoc />
    public IEnumerable<Architecture> Candidates(IStrategyState state, StepPosition position, int count) => ((EvolutionState)state).Members
        .OrderByDescending(member => member.Reward).ThenBy(member => member.Slot)
        .Select(member => member.Tokens).Distinct(StringComparer.Ordinal).Take(count).Select(_space.Parse);

    /// <inheritdoc />
    public void Dispose()
    {
    }

    // Until as many are under way as the job allows.
    private async Task<(PendingProposals Pending, IReadOnlyList<string> First)> ProposeAsync(IStrategyStep step, EvolutionState state)
    {
        var (pending, first) = (state.Pending, (IReadOnlyList<string>)[]);
        while (pending.Count < _lag && !state.Proposals.FindsNothingNew(_budget, _space, step.Trials))
        {
            var ordinal = pending.Count;
            first = _warmStart is null ? [] : await _warmStart.NextAsync(step, state.Pool);
            var known = first;
            var proposed = await step.AdmittedAsync(
                ordinal, attempt => new ProposeMutant(step.Position, state.Members, step.Trials, attempt, ordinal) { First = known });
            if (proposed is null)
            {
                break;
            }

            pending = pending.With(proposed);
        }

        return (pending, first);
    }

    // What is proposed from a slot on while the population is not full: no evaluation has a part in it.
    private IEnumerable<ExpectedEvaluation> Initial(long slot, IReadOnlyList<string> first)
    {
        var empty = _rules.Of([]);
        for (var number = 1; slot < _rules.Size + _lag - 1; slot++, number++)
        {
            yield return new ExpectedEvaluation(number < first.Count ? first[number] : empty.Propose(_seed, slot).Architecture.Tokens);
        }
    }
}
