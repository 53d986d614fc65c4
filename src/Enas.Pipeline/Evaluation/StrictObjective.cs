using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Evaluation;

/// <summary>
/// Any objective, of which what does not keep the limits has no value. It is for costs that are known only when an architecture has been
/// evaluated, as those that a program says; what is known before is not evaluated at all.
/// </summary>
/// <param name="kept">The objective of what keeps the limits.</param>
internal sealed class StrictObjective(IObjective kept, CostLimits limits) : IObjective
{
    /// <inheritdoc />
    public bool RanksByMeasure => kept.RanksByMeasure;

    /// <inheritdoc />
    public CostMeasure? Cost => kept.Cost;

    /// <inheritdoc />
    public CostMeasure? PoweredCost => kept.PoweredCost;

    /// <inheritdoc />
    public bool IsFront => kept.IsFront;

    /// <inheritdoc />
    public string? RefusalOf(ArchitectureCosts costs) => kept.RefusalOf(costs)
        ?? limits.All.Select(limit => CostRefusals.OfUnknown(limit.Cost, costs)).FirstOrDefault(reason => reason is not null)
        ?? (limits.Exceeded(costs) is null ? null : CostRefusals.AboveLimit);

    /// <inheritdoc />
    public double Reward(Measurement measurement, ArchitectureCosts costs) => kept.Reward(measurement, costs);

    /// <inheritdoc />
    public double Rank(Measurement measurement, ArchitectureCosts costs) => kept.Rank(measurement, costs);

    /// <inheritdoc />
    public double Extent(Measurement measurement, ArchitectureCosts costs) => kept.Extent(measurement, costs);

    /// <inheritdoc />
    public string RuleOf(string measureRule) => $"{kept.RuleOf(measureRule)}-within-limits";
}
