namespace Enas.Pipeline.Measures;

/// <summary>Why an architecture has no value for what it costs, as reasons in facts.</summary>
internal static class CostRefusals
{
    /// <summary>Nobody said a cost that the job asks for.</summary>
    public const string NoCost = "no-cost";

    /// <summary>A cost of which a power is taken is 0 or less.</summary>
    public const string NotPositive = "cost-not-positive";

    /// <summary>The rest of a sentence about a cost that is 0 or less, of which a power is taken.</summary>
    public const string NotPositiveWords =
        "and objective.kind \"soft\" takes a power of it, so it has to be above 0; where less than nothing is better, use \"pareto\"";

    /// <summary>A cost does not keep its limit.</summary>
    public const string AboveLimit = "above-limit";

    /// <summary>That a cost is not known which a program has to say; null for others, and where it is known.</summary>
    public static string? OfUnknown(CostMeasure cost, ArchitectureCosts costs) => cost.IsOwn && costs.Of(cost) is null ? NoCost : null;
}
