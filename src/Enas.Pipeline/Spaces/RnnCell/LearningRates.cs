using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>
/// The decay of SGD's rate (docs/algorithms.md#learning-rate-decay): constant, then one more factor in every epoch from the start epoch on
/// (epochs count from 0, and the start epoch has the factor once), down to a floor.
/// </summary>
public static class LearningRates
{
    /// <summary>The rate in an epoch.</summary>
    public static double At(RecurrentNetworkOptions options, int epoch)
    {
        var degree = Math.Max(0, epoch - options.DecayStartEpoch + 1);
        var rate = degree == 0 ? options.LearningRate : options.LearningRate * ExactMath.Pow(options.DecayFactor, degree);
        return Math.Max(rate, options.LearningRateFloor);
    }
}
