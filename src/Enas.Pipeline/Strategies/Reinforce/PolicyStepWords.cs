using Enas.Pipeline.Options;

namespace Enas.Pipeline.Strategies.Reinforce;

/// <summary>What the steps of a policy that learns from samples are called.</summary>
internal static class PolicyStepWords
{
    /// <summary>As a part of what a search cost.</summary>
    public const string Stage = "policy";

    /// <summary>In the plural.</summary>
    public static string Of(JobOptions job) =>
        $"policy steps of {job.Strategy.SamplesPerPolicyStep} sample{(job.Strategy.SamplesPerPolicyStep == 1 ? string.Empty : "s")}";
}
