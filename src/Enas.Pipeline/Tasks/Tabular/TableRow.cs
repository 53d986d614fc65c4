using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Tasks.Tabular;

/// <summary>What a table says of one architecture.</summary>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Values">One value for each column that was asked for.</param>
public sealed record TableRow(int Line, Architecture Architecture, IReadOnlyList<double> Values);
