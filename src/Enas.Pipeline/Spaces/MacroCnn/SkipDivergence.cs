using Enas.Pipeline.Numerics;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>
/// How far a layer's skip probabilities are from their target ρ, in nats, summed over its bits (docs/algorithms.md#skip-penalty).
/// </summary>
internal static class SkipDivergence
{
    /// <summary>The Kullback-Leibler divergence from Bernoulli(ρ): Σ p ln(p/ρ) + (1-p) ln((1-p)/(1-ρ)), p the probability
    /// that is sampled.</summary>
    /// <param name="logits">Squashed logits [bits, 2] of no and yes; of these rows p is the softmax's second column.</param>
    /// <param name="logProbs">Their log-softmax.</param>
    /// <param name="target">ρ.</param>
    /// <returns>[1, 1].</returns>
    public static Tensor Bernoulli(IStepScope scope, Tensor logits, Tensor logProbs, double target) =>
        scope.Sum(scope.Multiply(scope.Softmax(logits), scope.Subtract(logProbs, LogTargets(scope, target))));

    /// <summary>
    /// What the official code adds: Σ s ln(s/t) over both columns with s = sigmoid(logit) of each by itself and t = [1-ρ, ρ]. The s are not
    /// the probabilities that are sampled, so it is no divergence; it is here to be compared with.
    /// </summary>
    /// <returns>[1, 1].</returns>
    public static Tensor Official(IStepScope scope, Tensor logits, double target)
    {
        var s = scope.Sigmoid(logits);
        return scope.Sum(scope.Multiply(s, scope.Subtract(scope.Log(s), LogTargets(scope, target))));
    }

    private static Tensor LogTargets(IStepScope scope, double target) =>
        scope.Constant([(float)ExactMath.Log(1 - target), (float)ExactMath.Log(target)], new TensorShape(1, 2));
}
