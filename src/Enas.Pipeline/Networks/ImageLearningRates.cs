using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Networks;

/// <summary>
/// The cosine with warm restarts (Loshchilov and Hutter 2017) by whole epochs: η = min + (max - min)/2 (1 + cos(π t / T)) in epoch t of a
/// period of T epochs; periods are T0, T0·f, T0·f² and so on. The first epoch of a period has the maximum in all of its steps.
/// </summary>
public static class ImageLearningRates
{
    /// <summary>The rate in an epoch, from 0.</summary>
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
