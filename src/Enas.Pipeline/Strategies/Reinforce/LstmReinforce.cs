using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;

namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>REINFORCE over an LSTM policy, with the baseline that the job names.</summary>
internal static class LstmReinforce
{
    /// <summary>The rules of its options.</summary>
    public static IReadOnlyList<JobRule> Rules { get; } = [StepMeanRule.Of("moving", job => job.Policy.Baseline)];

    /// <summary>The strategy of a job.</summary>
    public static ReinforceStrategy Of(StrategyContext context)
    {
        var policy = context.Job.Policy;
        return new ReinforceStrategy(
            context,
            new LstmPolicy(context.PolicyBackend, context.Space, policy, context.Job.Seed),
            policy.Baseline == PolicyOptions.StepMeanBaseline ? new StepMeanBaselineRule() : new MovingBaselineRule(policy.BaselineDecay));
    }
}
