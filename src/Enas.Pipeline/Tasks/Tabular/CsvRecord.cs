namespace Enas.Pipeline.Tasks.Tabular;

/// <summary>One record of a CSV file.</summary>
/// <param name="Line">The line that it begins in, from 1.</param>
/// <param name="Fields">Its fields, quotation marks removed.</param>
internal sealed record CsvRecord(int Line, IReadOnlyList<string> Fields);
