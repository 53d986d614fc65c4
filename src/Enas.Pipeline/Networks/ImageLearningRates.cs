using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Networks;

/// <summary>
/// The cosine with warm restarts (Loshchilov and Hutter 2017) by whole epochs: η = min + (max - min)/2 (1 + cos(π t / T)) in epoch t of a
/// period of T epochs; periods are T0, T0·f, T0·f² and so on. The first epoch of a period has the maximum in all of its steps.
/// </summary>
internal static class ImageLearningRates
{
    /// <summary>
    /// The rate in a step: that of its epoch, after a linear warm-up; in a training of a number of steps one cosine over all of them, from
    /// step to step.
    /// </summary>
    /// <param name="options">The network's options.</param>
    /// <param name="epoch">The step's epoch, from 0.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="steps">Steps of the training; 0 where it is one of whole epochs.</param>
    public static double At(ImageNetworkOptions options, int epoch, long step, int steps = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        return steps > 0
            ? StepRates.Annealed(options.LearningRateMaximum, options.LearningRateMinimum, step, options.WarmUpSteps, steps)
            : At(options, epoch) * StepRates.WarmUp(step, options.WarmUpSteps);
    }

    /// <summary>The rate of the cosine in an epoch, from 0.</summary>
    public static double At(ImageNetworkOptions options, int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        long period = options.RestartPeriod;
        long place = epoch;
        while (place >= period)
        {
            place -= period;
            period *= options.RestartFactor;
        }

        var half = (options.LearningRateMaximum - options.LearningRateMinimum) / 2;
        return options.LearningRateMinimum + (half * (1 + ExactMath.Cos(Math.PI * place / period)));
    }
}
