using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Strategies.Mixtures;

/// <summary>Standard Gumbel noise -ln(-ln u), one for each option: a function of seed, stream, step and option, never a state.</summary>
internal static class Gumbel
{
    // The smallest uniform above 0; below it the logarithm would be infinite.
    private const double Smallest = 1.0 / (1L << 53);

    /// <summary>The noise of one draw.</summary>
    public static double[] Of(Relaxation relaxation, ulong seed, string stream, long step, int ordinal)
    {
        var random = new RandomStream(seed, stream);
        var noise = new double[relaxation.OptionCount];
        for (var i = 0; i < noise.Length; i++)
        {
            noise[i] = -ExactMath.Log(-ExactMath.Log(Math.Max(random.Uniform(step, ordinal, i), Smallest)));
        }

        return noise;
    }
}
