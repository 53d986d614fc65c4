namespace Enas.Pipeline.Measures;

/// <summary>Why an architecture has no value for what it costs, as reasons in facts.</summary>
internal static class CostRefusals
{
    /// <summary>Nobody said a cost that the job asks for.</summary>
    public const string NoCost = "no-cost";

    /// <summary>A cost of which a power is taken is 0 or less.</summary>
    public const string NotPositive = "cost-not-positive";

    /// <summary>A cost does not keep its limit.</summary>
    public const string AboveLimit = "above-limit";

    /// <summary>That a cost is not known which a program has to say; null for others, and where it is known.</summary>
    public static string? OfUnknown(CostMeasure cost, ArchitectureCosts costs) => cost.IsOwn && costs.Of(cost) is null ? NoCost : null;
}
