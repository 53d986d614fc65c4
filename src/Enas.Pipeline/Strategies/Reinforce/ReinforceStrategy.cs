using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Steps.Update;

namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>
/// A policy that is sampled and learns from rewards by REINFORCE (Williams 1992; in ENAS by Pham et al. 2018): weight steps train the shared weights of
/// sampled architectures, where there are any, and policy steps reward some samples and update the policy. Owns the policy.
/// </summary>
public sealed class ReinforceStrategy : IStrategy
{
    private readonly JobOptions _job;
    private readonly SearchSpace _space;
    private readonly IPolicy _policy;

    /// <summary>The strategy of a job over a policy.</summary>
    public ReinforceStrategy(StrategyContext context, IPolicy policy)
    {
        (_job, _space, _policy) = (context.Job, context.Space, policy);
        Schedule = context.RecordedSchedule ?? new Schedule(_job.Strategy, _job.Budget.Rounds, context.WeightStepsPerEpoch);
    }

    /// <inheritdoc />
    public ISchedule Schedule { get; }

    /// <inheritdoc />
    public void AddHandlers(IHandlerRegistry registry)
    {
        registry.Handle(new SampleArchitectureHandler(_policy));
        registry.Handle(new UpdatePolicyHandler(_space, _policy, _job.Policy));
    }

    /// <inheritdoc />
    public Task StepAsync(IStrategyState state, StepPosition position, IStepSender step) => position.Phase == Phases.Weights
        ? WeightStepAsync(position, step)
        : PolicyStepAsync(position, ((ReinforceState)state).Baseline, step);

    /// <inheritdoc />
    public IEnumerable<Architecture> Candidates(IStrategyState state, StepPosition position, int count) =>
        DistinctSamples.Of(_policy, "candidates", position.Step, count);

    /// <inheritdoc />
    public void Export(ICollection<KeyValuePair<string, string>> texts, ICollection<CheckpointTensor> tensors) => _policy.Export(texts, tensors);

    /// <inheritdoc />
    public void Import(IReadOnlyList<KeyValuePair<string, string>> texts, IReadOnlyList<CheckpointTensor> tensors) => _policy.Import(texts, tensors);

    /// <inheritdoc />
    public void Dispose() => _policy.Dispose();

    private async Task WeightStepAsync(StepPosition position, IStepSender step)
    {
        var sampled = await step.SendAsync(new SampleArchitecture(position, 0));
        await step.SendAsync(new TrainSharedWeights(position, sampled.Tokens, Schedule.WeightStepsBefore(position.Step)));
    }

    private async Task PolicyStepAsync(StepPosition position, double? baseline, IStepSender step)
    {
        var signals = new List<PolicySignal>();
        for (var ordinal = 0; ordinal < _job.Strategy.SamplesPerPolicyStep; ordinal++)
        {
            var sampled = await step.SendAsync(new SampleArchitecture(position, ordinal));
            var evaluated = await step.SendAsync(new EvaluateReward(position, ordinal, sampled.Tokens));
            signals.Add(new PolicySignal(sampled.Tokens, evaluated.Reward + (_job.Policy.EntropyWeight * sampled.Entropy)));
        }

        await step.SendAsync(new UpdatePolicy(position, signals, baseline));
    }
}
