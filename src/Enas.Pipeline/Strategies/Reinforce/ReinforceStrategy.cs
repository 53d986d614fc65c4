using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Sample;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Strategies.Exhaustion;
using Enas.Pipeline.Strategies.Pending;

namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>
/// A policy that is sampled and learns from rewards by REINFORCE (Williams 1992; in ENAS by Pham et al. 2018): weight steps train the
/// shared weights of sampled architectures, where there are any, and policy steps reward some samples and update the policy.
/// Owns the policy.
/// </summary>
internal sealed class ReinforceStrategy : IStrategy
{
    private readonly JobOptions _job;
    private readonly SearchSpace _space;
    private readonly IPolicy _policy;
    private readonly IBaselineRule _baseline;

    /// <summary>The strategy of a job over a policy.</summary>
    /// <param name="context">What it is made from.</param>
    /// <param name="policy">Who chooses.</param>
    /// <param name="baseline">What is subtracted from signals; the moving average of ENAS where it is left out.</param>
    public ReinforceStrategy(StrategyContext context, IPolicy policy, IBaselineRule? baseline = null)
    {
        (_job, _space, _policy) = (context.Job, context.Space, policy);
        _baseline = baseline ?? new MovingBaselineRule(_job.Policy.BaselineDecay);
        Schedule = context.RecordedSchedule ?? (context.WeightStepsPerEpoch is { } epoch
            ? new Schedule(_job.Strategy, _job.Budget.Rounds, epoch)
            : new EvaluationSchedule(_job.Budget.Evaluations, _job.Strategy.SamplesPerPolicyStep));
    }

    /// <inheritdoc />
    public ISchedule Schedule { get; }

    /// <inheritdoc />
    public void AddHandlers(IHandlerRegistry registry)
    {
        registry.Handle(new SampleArchitectureHandler(_policy, WeightSamplers.Of(_job.Strategy.WeightSampler, _job, _space, _policy)));
        registry.Handle(new UpdatePolicyHandler(_space, _policy, _baseline));
        registry.Handle(new DeclareExhaustedHandler());
    }

    /// <inheritdoc />
    public bool IsDone(IStrategyState state, long stepCount) =>
        stepCount >= Schedule.TotalSteps || state is ReinforceState { IsExhausted: true };

    /// <inheritdoc />
    public Task StepAsync(IStrategyStep step) => step.Position.Phase == Phases.Weights ? WeightStepAsync(step) : PolicyStepAsync(step);

    /// <inheritdoc />
    public IEnumerable<Architecture> Candidates(IStrategyState state, StepPosition position, int count) =>
        DistinctSamples.Of(_policy, "candidates", position.Step, count);

    /// <inheritdoc />
    public IReadOnlyList<ICheckpointed> Sections => _policy.Sections;

    /// <inheritdoc />
    public void Dispose() => _policy.Dispose();

    private async Task WeightStepAsync(IStrategyStep step)
    {
        var sampled = await step.SendAsync(
            new SampleArchitecture(step.Position, 0, step.Trials, ((ReinforceState)step.State).Deals));
        await step.SendAsync(new TrainSharedWeights(step.Position, sampled.Tokens, Schedule.WeightStepsBefore(step.Position.Step)));
    }

    // Until as many are under way as the job allows.
    private async Task<PendingProposals> SampleAsync(IStrategyStep step, int ordinal, PendingProposals pending)
    {
        while (pending.Count < _job.Evaluator.Lag)
        {
            var (number, trials) = (ordinal + pending.Count, step.Trials);
            var sampled = await step.AdmittedAsync(
                number, attempt => new SampleArchitecture(step.Position, number, trials, Attempt: attempt));
            if (sampled is null)
            {
                break;
            }

            pending = pending.With(sampled);
        }

        return pending;
    }

    // What is drawn before the policy learns anything more; without end where it never does.
    private IEnumerable<ExpectedEvaluation> Certain(StepPosition position, int ordinal)
    {
        // Proposals that are ahead of evaluations are drawn by the policy of their own step: its last sample is the only new one.
        var samples = Math.Max(_job.Strategy.SamplesPerPolicyStep, _job.Evaluator.Lag);
        for (var step = position.Step; step < Schedule.TotalSteps && (step == position.Step || !_policy.Learns); step++)
        {
            for (; ordinal < samples; ordinal++)
            {
                var drawn = SampleArchitectureHandler.Draw(_policy, Schedule.At(step), ordinal);
                yield return new ExpectedEvaluation(drawn.Architecture.Tokens);
            }

            ordinal = _job.Evaluator.Lag - 1;
        }
    }

    private async Task PolicyStepAsync(IStrategyStep step)
    {
        var signals = new List<PolicySignal>();
        var pending = ((ReinforceState)step.State).Pending;
        for (var ordinal = 0; ordinal < _job.Strategy.SamplesPerPolicyStep; ordinal++)
        {
            pending = await SampleAsync(step, ordinal, pending);
            if (pending.Count == 0)
            {
                await step.SendAsync(new DeclareExhausted(step.Position, step.Trials.Count));
                return;
            }

            step.Expect([.. pending.Expected(Schedule.TotalSteps - step.Position.Step),
                .. Certain(step.Position, ordinal + pending.Count).Take(step.Ahead)]);
            var sampled = pending.Waiting[0];
            var evaluated = await step.EvaluateAsync(ordinal, sampled.Tokens);
            pending = pending with { Waiting = pending.Waiting.RemoveAt(0) };
            signals.Add(new PolicySignal(sampled.Tokens, evaluated.Reward + (_job.Policy.EntropyWeight * sampled.Entropy!.Value)));
        }

        var (baseline, weight) = ((ReinforceState)step.State).Baseline;
        await step.SendAsync(new UpdatePolicy(step.Position, signals, baseline, weight));
    }
}
