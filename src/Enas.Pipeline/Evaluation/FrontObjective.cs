using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Evaluation;

/// <summary>
/// Measure and cost side by side: the reward is the measure's, and what is best is the front of both (Deb et al. 2002). Where one
/// architecture has to be chosen of the front it is the best by the measure.
/// </summary>
/// <param name="measure">The reward of the measure alone.</param>
/// <param name="cost">Which cost.</param>
internal sealed class FrontObjective(IObjective measure, CostMeasure cost) : IObjective
{
    /// <inheritdoc />
    public bool RanksByMeasure => true;

    /// <inheritdoc />
    public CostMeasure? Cost => cost;

    /// <inheritdoc />
    public bool IsFront => true;

    /// <inheritdoc />
    public string? RefusalOf(ArchitectureCosts costs) => CostRefusals.OfUnknown(cost, costs);

    /// <inheritdoc />
    public double Reward(Measurement measurement, ArchitectureCosts costs) => measure.Reward(measurement, costs);

    /// <inheritdoc />
    public double Rank(Measurement measurement, ArchitectureCosts costs) => measure.Rank(measurement, costs);

    /// <inheritdoc />
    public string RuleOf(string measureRule) => measure.RuleOf(measureRule);
}
