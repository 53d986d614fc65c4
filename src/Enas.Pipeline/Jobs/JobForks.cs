using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Jobs;

/// <summary>What a branch may change: everything but what gives the weights and decisions that it takes over their shape.</summary>
public static class JobForks
{
    private static readonly string[] s_shapes =
    [
        "sharedWeights.hidden", "sharedWeights.sharing", "sharedWeights.tiedDecoder", "sharedWeights.decoderBias", "sharedWeights.batchNorm",
        "sharedWeights.batchSize", "policy.hidden", "policy.tiedActivations",
    ];

    /// <summary>The changes that no branch can make, in words for people; empty when it may be made.</summary>
    public static IReadOnlyList<string> Refusals(JobOptions parent, JobOptions branch) =>
    [
        .. JobFacts.Changed(parent, branch, JobFactScope.Search).Where(change => Refuses(change.Key, parent, branch)).Select(change => change.Words),
        .. parent.Strategy.Kind == branch.Strategy.Kind && !StrategyCatalog.Of(branch).CanForkFrom(StrategyCatalog.Of(parent))
            ? (IEnumerable<string>)[$"strategy.kind is \"{branch.Strategy.Kind}\", which keeps what it evaluated; a branch has no part in that. Start a new search instead"]
            : [],
    ];

    private static bool Refuses(string key, JobOptions parent, JobOptions branch) =>
        key.StartsWith("space.", StringComparison.Ordinal)
        || s_shapes.Contains(key)
        || (key == "strategy.kind" && !StrategyCatalog.Of(branch).CanForkFrom(StrategyCatalog.Of(parent)));
}
