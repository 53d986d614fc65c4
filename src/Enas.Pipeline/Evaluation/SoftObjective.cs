using Enas.Pipeline.Measures;
using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Evaluation;

/// <summary>
/// The reward of MnasNet (Tan et al. 2019, equation 2): the measure's reward times (cost / T)^w, where w is α for a cost of at most T and β
/// above it. With α = β the target cancels from every comparison; with α = 0 and β = -1 only what is above the target pays.
/// </summary>
/// <param name="measure">The reward of the measure alone.</param>
/// <param name="cost">Which cost.</param>
/// <param name="target">T, in the unit of the cost, above 0.</param>
/// <param name="alpha">α, 0 or less.</param>
/// <param name="beta">β, 0 or less.</param>
internal sealed class SoftObjective(IObjective measure, CostMeasure cost, double target, double alpha, double beta) : IObjective
{
    /// <inheritdoc />
    /// <exception cref="ArgumentException">The cost is not known.</exception>
    public double Reward(Measurement measurement, ArchitectureCosts costs)
    {
        var value = costs.Of(cost) ?? throw new ArgumentException($"the {cost} of the architecture is not known", nameof(costs));
        var exponent = value <= target ? alpha : beta;
        return Scaled(measure.Reward(measurement, costs), exponent == 0 ? 1 : ExactMath.Pow(value / target, exponent));
    }

    /// <inheritdoc />
    public CostMeasure? Cost => cost;

    /// <inheritdoc />
    public CostMeasure? PoweredCost => cost;

    /// <inheritdoc />
    public string? RefusalOf(ArchitectureCosts costs) => CostRefusals.OfUnknown(cost, costs)
        ?? (cost.IsOwn && costs.Of(cost) <= 0 ? CostRefusals.NotPositive : null);

    /// <inheritdoc />
    public double Extent(Measurement measurement, ArchitectureCosts costs) => Rank(measurement, costs);

    /// <inheritdoc />
    public double Rank(Measurement measurement, ArchitectureCosts costs) => -Reward(measurement, costs);

    /// <inheritdoc />
    public string RuleOf(string measureRule) => $"{measureRule}-weighed-by-{cost.Name}";

    /// <summary>A reward times a factor; one below 0 is divided by it, so that a factor below 1 always makes it worse.</summary>
    internal static double Scaled(double reward, double factor) => reward >= 0 ? reward * factor : reward / factor;
}
