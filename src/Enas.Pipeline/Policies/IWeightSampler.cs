using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Policies;

/// <summary>An architecture whose weights are trained next.</summary>
/// <param name="LogProb">Natural logarithm of its probability under the policy that drew it; null where no policy did.</param>
/// <param name="Entropy">The policy's entropy term along it; null where no policy drew it.</param>
internal sealed record WeightSample(Architecture Architecture, double? LogProb, double? Entropy);

/// <summary>Says whose weights a weight step trains (docs/algorithms.md#who-trains-the-weights). A pure function of the arguments, the seed
/// and the weights of the policy.</summary>
internal interface IWeightSampler
{
    /// <summary>The architecture of a weight step.</summary>
    /// <param name="step">The step's number.</param>
    /// <param name="deal">Number of architectures that were sampled for weight steps before it.</param>
    WeightSample Sample(long step, long deal);
}
