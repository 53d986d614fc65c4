using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Evaluation;

/// <summary>
/// At most so much: the hard form of MnasNet (Tan et al. 2019, equation 2 with α = 0 and β = -1). What keeps all limits has the measure's
/// reward; for each limit that is not kept it is multiplied by limit / cost. Whatever keeps the limits is chosen before all that does not.
/// </summary>
/// <param name="measure">The reward of the measure alone.</param>
internal sealed class LimitObjective(IObjective measure, CostLimits limits) : IObjective
{
    /// <inheritdoc />
    public double Reward(Measurement measurement, ArchitectureCosts costs) => limits.All.Where(limit => !limit.IsKeptBy(costs))
        .Aggregate(measure.Reward(measurement, costs), (reward, limit) => SoftObjective.Scaled(reward, limit.Most / ValueOf(limit, costs)));

    /// <inheritdoc />
    public double Rank(Measurement measurement, ArchitectureCosts costs) =>
        limits.Exceeded(costs) is null ? measure.Rank(measurement, costs) : double.MaxValue;

    /// <inheritdoc />
    public string? RefusalOf(ArchitectureCosts costs) =>
        limits.All.Select(limit => CostRefusals.OfUnknown(limit.Cost, costs)).FirstOrDefault(reason => reason is not null);

    /// <inheritdoc />
    public string RuleOf(string measureRule) => $"{measureRule}-within-limits";

    private static double ValueOf(CostLimit limit, ArchitectureCosts costs) => costs.Of(limit.Cost)
        ?? throw new ArgumentException($"the {limit.Cost} of the architecture is not known", nameof(costs));
}
