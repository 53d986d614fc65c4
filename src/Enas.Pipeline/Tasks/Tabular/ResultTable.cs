using System.Numerics;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Tabular;

/// <summary>
/// Measured results of architectures, read from a CSV file: a column of architecture strings and columns of numbers. Each architecture
/// stands in it once at most; it need not hold all of the space.
/// </summary>
public sealed class ResultTable
{
    private readonly TableRow[] _rows;

    private ResultTable(SearchSpace space, IReadOnlyList<TableColumn> columns, TableRow[] rows)
    {
        (_rows, Columns) = (rows, columns);
        IsComplete = space.Size == new BigInteger(rows.Length);
        Digest = TableDigest.Of(this);
    }

    /// <summary>The columns of numbers, in the order in which they were asked for.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The rows in ordinal order of their token strings, whatever their order in the file.</summary>
    public IReadOnlyList<TableRow> Rows => _rows;

    /// <summary>Whether every architecture of the space is there.</summary>
    public bool IsComplete { get; }

    /// <summary>The data digest: SHA-256 of what was decoded, lower-case hexadecimal. See <see cref="TableDigest"/>.</summary>
    public string Digest { get; }

    /// <summary>Reads a table.</summary>
    /// <param name="path">The CSV file.</param>
    /// <param name="space">The space whose architectures it holds.</param>
    /// <param name="architectures">The column of architecture strings.</param>
    /// <param name="columns">The columns of numbers to read; others are passed over.</param>
    /// <exception cref="DataException">The file is missing or cannot be used.</exception>
    internal static ResultTable Load(string path, SearchSpace space, TableColumn architectures, IReadOnlyList<TableColumn> columns)
    {
        TableRow[] rows = [.. TableReader.Read(path, space, architectures, columns)
            .OrderBy(row => row.Architecture.Tokens, StringComparer.Ordinal)
            .ThenBy(row => row.Line)];
        foreach (var (earlier, later) in rows.Zip(rows.Skip(1)))
        {
            if (earlier.Architecture.Equals(later.Architecture))
            {
                throw TableReader.Unusable(
                    $"{path}:{later.Line}: {later.Architecture} stands in line {earlier.Line} already. Remove one of them.");
            }
        }

        return new ResultTable(space, [.. columns], rows);
    }

    /// <summary>The row of an architecture, or null where it has none.</summary>
    public TableRow? Find(Architecture architecture)
    {
        var (low, high) = (0, _rows.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var order = string.CompareOrdinal(_rows[middle].Architecture.Tokens, architecture.Tokens);
            if (order == 0)
            {
                return _rows[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }

        return null;
    }

    /// <summary>The row with the best value of a column; of equal ones the first in ordinal order of the token strings.</summary>
    /// <param name="column">The column's number.</param>
    /// <param name="higherIsBetter">Whether the highest value is the best.</param>
    public TableRow Best(int column, bool higherIsBetter = true) =>
        higherIsBetter ? _rows.MaxBy(row => row.Values[column])! : _rows.MinBy(row => row.Values[column])!;
}
