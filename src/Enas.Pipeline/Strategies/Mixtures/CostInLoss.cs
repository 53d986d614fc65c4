using Enas.Pipeline.Measures;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Steps.Mixtures;

namespace Enas.Pipeline.Strategies.Mixtures;

/// <summary>
/// The loss of FBNet (Wu et al. 2019, equation 2): L = CE · α (ln C)^β, CE the cross-entropy and C the multiply-adds that the mixture
/// expects. It is (ln C)^β, not ln(C^β).
/// </summary>
/// <param name="Weight">α.</param>
/// <param name="Exponent">β.</param>
internal sealed record CostInLoss(double Weight, double Exponent)
{
    /// <summary>The loss.</summary>
    /// <param name="crossEntropy">CE.</param>
    /// <param name="cost">C, above e.</param>
    public double Of(double crossEntropy, double cost) => crossEntropy * Factor(cost, Exponent);

    /// <summary>Its derivative by each option's weight, of that of the cross-entropy.</summary>
    /// <param name="loss">The cross-entropy over all items.</param>
    /// <param name="gradient">The derivative of its mean.</param>
    /// <param name="costs">What the options cost.</param>
    /// <param name="expected">What the mixture expects.</param>
    public double[] GradientOf(WindowLoss loss, IReadOnlyList<float> gradient, OptionCostsMeasured costs, double expected)
    {
        var factor = Factor(expected, Exponent);
        var slope = loss.LossSum / loss.TokenCount * Exponent * Factor(expected, Exponent - 1) / expected;
        return [.. gradient.Select((byWeight, i) => (factor * byWeight) + (slope * (costs.Costs[i] - costs.Base)))];
    }

    private double Factor(double cost, double exponent) => Weight * ExactMath.Exp(exponent * ExactMath.Log(ExactMath.Log(cost)));
}
