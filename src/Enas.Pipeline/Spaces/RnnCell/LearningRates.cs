using Enas.Pipeline.Networks;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>
/// The decay of SGD's rate (docs/algorithms.md#learning-rate-decay): constant, then one more factor in every epoch from the start epoch on
/// (epochs count from 0, and the start epoch has the factor once), down to a floor.
/// </summary>
internal static class LearningRates
{
    /// <summary>
    /// The rate in a step: that of its epoch, after a linear warm-up; in a training of a number of steps one cosine over all of them, down
    /// to the floor, in the place of the decay.
    /// </summary>
    /// <param name="options">The network's options.</param>
    /// <param name="epoch">The step's epoch, from 0.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="steps">Steps of the training; 0 where it is one of whole epochs.</param>
    public static double At(RecurrentNetworkOptions options, int epoch, long step, int steps = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        return steps > 0
            ? StepRates.Annealed(options.LearningRate, options.LearningRateFloor, step, options.WarmUpSteps, steps)
            : At(options, epoch) * StepRates.WarmUp(step, options.WarmUpSteps);
    }

    /// <summary>The rate of the decay in an epoch.</summary>
    public static double At(RecurrentNetworkOptions options, int epoch)
    {
        var degree = Math.Max(0, epoch - options.DecayStartEpoch + 1);
        var rate = degree == 0 ? options.LearningRate : options.LearningRate * ExactMath.Pow(options.DecayFactor, degree);
        return Math.Max(rate, options.LearningRateFloor);
    }
}
