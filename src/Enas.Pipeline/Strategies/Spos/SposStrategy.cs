using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Strategies.Evolution;
using Enas.Pipeline.Strategies.Exhaustion;

namespace Enas.Pipeline.Strategies.Spos;

/// <summary>
/// Weight steps under fair or uniform architectures, then evolution. Every evaluation is of the same weights on the same validation data,
/// so an architecture has one value, and a repeated one is answered from the log. The weights are all that a checkpoint holds of it.
/// </summary>
internal sealed class SposStrategy : IStrategy
{
    private readonly BudgetOptions _budget;
    private readonly SearchSpace _space;
    private readonly ulong _seed;
    private readonly PopulationRules _rules;
    private readonly UniformPolicy _uniform;
    private readonly IWeightSampler _forWeights;
    private readonly SposSchedule _schedule;

    /// <summary>The strategy of a job.</summary>
    public SposStrategy(StrategyContext context)
    {
        var job = context.Job;
        (_budget, _space, _seed, _schedule) = (job.Budget, context.Space, job.Seed, new SposSchedule(job));
        _rules = new PopulationRules(_space, EvolutionRows.Read(job));
        _uniform = new UniformPolicy(_space, _seed);
        _forWeights = WeightSamplers.Of(job.Own.Text("strategy.weightSampler"), job, _space, _uniform);
    }

    /// <inheritdoc />
    public ISchedule Schedule => _schedule;

    /// <inheritdoc />
    public void AddHandlers(IHandlerRegistry registry)
    {
        registry.Handle(new SampleArchitectureHandler(_uniform, _forWeights));
        registry.Handle(new ProposeMutantHandler(_rules, _space, _seed));
        registry.Handle(new UpdatePopulationHandler(_rules));
        registry.Handle(new DeclareExhaustedHandler());
    }

    /// <inheritdoc />
    public bool IsDone(IStrategyState state, long stepCount) =>
        stepCount >= _schedule.WeightSteps && ((SposState)state).Evolution.Proposals.IsDone(_budget);

    /// <inheritdoc />
    public long PlannedSteps(IStrategyState state, long stepCount) =>
        Math.Max(0, _schedule.WeightSteps - stepCount) + ((SposState)state).Evolution.Proposals.PlannedSteps(stepCount, _budget);

    /// <inheritdoc />
    public Task StepAsync(IStrategyStep step) => step.Position.Phase == Phases.Weights ? WeightStepAsync(step) : EvaluateAsync(step);

    /// <inheritdoc />
    public IEnumerable<Architecture> Candidates(IStrategyState state, StepPosition position, int count) =>
        ((SposState)state).Trials.Best(count).Select(_space.Parse);

    /// <inheritdoc />
    public void Dispose() => _uniform.Dispose();

    private async Task WeightStepAsync(IStrategyStep step)
    {
        var sampled = await step.SendAsync(new SampleArchitecture(step.Position, 0, step.Trials, ((SposState)step.State).Deals));
        await step.SendAsync(new TrainSharedWeights(step.Position, sampled.Tokens, _schedule.WeightStepsBefore(step.Position.Step)));
    }

    private async Task EvaluateAsync(IStrategyStep step)
    {
        var (_, evolution, trials) = (SposState)step.State;
        if (evolution.Proposals.FindsNothingNew(_budget, _space, trials))
        {
            await step.SendAsync(new DeclareExhausted(step.Position, trials.Count));
            return;
        }

        var proposed = await step.AdmittedAsync(0, attempt => new ProposeMutant(step.Position, evolution.Members, trials, attempt));
        if (proposed is null)
        {
            await step.SendAsync(new DeclareExhausted(step.Position, trials.Count));
            return;
        }

        var evaluated = await step.EvaluateAsync(
            0, proposed.Tokens, dataOf: _schedule.WeightSteps, known: trials.Find(proposed.Tokens)?.Evaluated);
        await step.SendAsync(new UpdatePopulation(step.Position, evolution.Members, proposed.Tokens, evaluated.Reward));
    }
}
