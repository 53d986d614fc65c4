namespace Enas.Pipeline.Measures;

/// <summary>The most that an architecture may have of a cost.</summary>
/// <param name="Cost">Which cost.</param>
/// <param name="Most">The limit itself is kept.</param>
public sealed record CostLimit(CostMeasure Cost, double Most)
{
    /// <summary>Whether costs keep it; costs that do not say this one keep nothing.</summary>
    public bool IsKeptBy(ArchitectureCosts costs) => costs.Of(Cost) is { } value && value <= Most;
}

/// <summary>The limits of a job.</summary>
/// <param name="limits">Each cost once at most.</param>
public sealed class CostLimits(IReadOnlyList<CostLimit> limits)
{
    /// <summary>The limits; none for a search without.</summary>
    public IReadOnlyList<CostLimit> All => limits;

    /// <summary>Whether there are any.</summary>
    public bool Exist => limits.Count > 0;

    /// <summary>The first limit that costs do not keep; null where they keep all.</summary>
    public CostLimit? Exceeded(ArchitectureCosts costs) => limits.FirstOrDefault(limit => !limit.IsKeptBy(costs));
}
