namespace Enas.Pipeline.Options;

/// <summary>Totals over the life of a search.</summary>
public sealed record BudgetOptions
{
    public required int Rounds { get; init; }

    /// <summary>Searches without shared weights: architectures evaluated, in all; as many as a job that names none.</summary>
    public int Evaluations { get; init; } = 200;

    /// <summary>Whether a repeated architecture, which is answered from the log, counts: <see cref="CountedRepeats"/> or
    /// <see cref="FreeRepeats"/>.</summary>
    public string Repeats { get; init; } = CountedRepeats;

    /// <summary>What every working fact says of its cost: <see cref="NoCost"/> or <see cref="CostInMultiplyAdds"/>.</summary>
    public string Cost { get; init; } = NoCost;

    /// <summary>Nothing, as the first searches.</summary>
    public const string NoCost = "none";

    /// <summary>The multiply-adds of its products, see docs/algorithms.md#cost.</summary>
    public const string CostInMultiplyAdds = "multiply-adds";

    public const string CountedRepeats = "counted";
    public const string FreeRepeats = "free";
}
