using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Measures;

/// <summary>Perplexity e^(mean cross-entropy in nats).</summary>
public static class Perplexity
{
    /// <summary>Of a sum of cross-entropies over a number of tokens.</summary>
    public static double Of(double lossSum, long tokenCount) => ExactMath.Exp(lossSum / tokenCount);
}
