namespace Enas.Pipeline.Tasks.Tabular;

/// <summary>A column that a table has to have.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Lowest">The lowest value allowed in a column of numbers.</param>
/// <param name="Highest">The highest value allowed in one.</param>
public sealed record TableColumn(string Name, double Lowest = double.MinValue, double Highest = double.MaxValue)
{
    /// <summary>The option that gives the name, for messages; null where it is fixed.</summary>
    public string? Option { get; init; }
}
