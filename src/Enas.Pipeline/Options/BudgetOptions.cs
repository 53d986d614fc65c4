namespace Enas.Pipeline.Options;

/// <summary>Totals over the life of a search.</summary>
public sealed record BudgetOptions
{
    public required int Rounds { get; init; }

    /// <summary>Searches without shared weights: architectures evaluated, in all.</summary>
    public int Evaluations { get; init; }

    /// <summary>Whether a repeated architecture, which is answered from the log, counts: <see cref="CountedRepeats"/> or
    /// <see cref="FreeRepeats"/>.</summary>
    public string Repeats { get; init; } = CountedRepeats;

    public const string CountedRepeats = "counted";
    public const string FreeRepeats = "free";
}
