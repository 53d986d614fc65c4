using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Steps.Mixtures;

/// <summary>What work with a mixture costs: all its paths, or the one that runs.</summary>
internal static class MixtureCosts
{
    /// <summary>Forward and backward passes over so many items.</summary>
    public static WorkCost? Training(ICostModel costs, Mixture mixture, long items) =>
        mixture.Path is { } path ? costs.Training(path, items) : costs.MixtureTraining(items);
}
