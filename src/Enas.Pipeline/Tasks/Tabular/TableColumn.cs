namespace Enas.Pipeline.Tasks.Tabular;

/// <summary>A column of numbers that a table has to have.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Lowest">The lowest value allowed.</param>
/// <param name="Highest">The highest value allowed.</param>
internal sealed record TableColumn(string Name, double Lowest = double.MinValue, double Highest = double.MaxValue);
