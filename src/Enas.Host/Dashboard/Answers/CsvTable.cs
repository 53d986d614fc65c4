namespace Enas.Host.Dashboard.Answers;

/// <summary>An answer that can be had as comma-separated values too.</summary>
internal interface ITabular
{
    /// <summary>Its values as a table.</summary>
    CsvTable ToTable();
}

/// <summary>Values in rows and columns. A cell is a text, a number, a truth value, or null for none.</summary>
/// <param name="Head">The names of the columns.</param>
/// <param name="Rows">The cells, row by row, as many in each as there are columns.</param>
internal sealed record CsvTable(IReadOnlyList<string> Head, IEnumerable<IReadOnlyList<object?>> Rows)
{
    /// <summary>A table of a row an item.</summary>
    public static CsvTable Of<T>(IEnumerable<T> items, params IReadOnlyList<(string Name, Func<T, object?> Of)> columns) => new(
        [.. columns.Select(column => column.Name)],
        items.Select(item => (IReadOnlyList<object?>)[.. columns.Select(column => column.Of(item))]));

    /// <summary>A table of arrays of one length side by side; those without a value are left out.</summary>
    public static CsvTable SideBySide(params IReadOnlyList<(string Name, IReadOnlyList<object?> Values)> arrays)
    {
        var filled = arrays.Where(array => array.Values.Count > 0).ToArray();
        return new([.. filled.Select(array => array.Name)], Enumerable.Range(0, filled.Select(array => array.Values.Count).FirstOrDefault())
            .Select(i => (IReadOnlyList<object?>)[.. filled.Select(array => array.Values[i])]));
    }
}
