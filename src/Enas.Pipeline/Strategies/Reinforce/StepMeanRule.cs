using Enas.Pipeline.Options;

namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>The mean of a step's other samples needs another sample.</summary>
internal static class StepMeanRule
{
    /// <summary>The rule of a strategy.</summary>
    /// <param name="other">A baseline of the strategy that one sample is enough for.</param>
    /// <param name="baselineOf">What a job names.</param>
    public static JobRule Of(string other, Func<JobOptions, string> baselineOf) =>
        new(["policy.baseline", "strategy.samplesPerPolicyStep"], job =>
            baselineOf(job) == PolicyOptions.StepMeanBaseline && job.Strategy.SamplesPerPolicyStep < 2
                ? $"= \"{PolicyOptions.StepMeanBaseline}\" takes the mean of the step's other samples, and there is only one; "
                    + $"use strategy.samplesPerPolicyStep of 2 or more, or \"{other}\""
                : null);
}
