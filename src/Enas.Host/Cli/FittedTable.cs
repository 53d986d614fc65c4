using Enas.Pipeline.Messages;

namespace Enas.Host.Cli;

/// <summary>A table that is as wide as its terminal at most, and never breaks a word: columns that people can do without go first, then the
/// names in the first one are shortened in their middle.</summary>
internal static class FittedTable
{
    private const int ShortestName = 12;
    private const string Gap = "...";

    /// <summary>The table.</summary>
    /// <param name="terminal">Where it is drawn.</param>
    /// <param name="columns">All columns; the first holds names.</param>
    /// <param name="rows">A cell for each of them.</param>
    /// <param name="firstToGo">Names of columns, in the order in which they go.</param>
    public static PeopleTable Of(
        Terminal terminal, IReadOnlyList<string> columns, IReadOnlyList<string[]> rows, params IReadOnlyList<string> firstToGo)
    {
        int[] places = [.. Enumerable.Range(0, columns.Count)];
        var table = TableOf(columns, rows, places);
        foreach (var gone in firstToGo)
        {
            if (terminal.WidthOf(table) <= terminal.Width)
            {
                return table;
            }

            places = [.. places.Where(place => columns[place] != gone)];
            table = TableOf(columns, rows, places);
        }

        var excess = terminal.WidthOf(table) - terminal.Width;
        var longest = Math.Max(ShortestName, rows.Select(row => ForeignText.Shown(row[0]).Length).Append(0).Max() - excess);
        return excess <= 0 ? table
            : TableOf(columns, [.. rows.Select(row => (string[])[Shortened(ForeignText.Shown(row[0]), longest), .. row.Skip(1)])], places);
    }

    /// <summary>A name of so many characters at most: its beginning, and its end, which tells it from others.</summary>
    internal static string Shortened(string name, int longest)
    {
        var end = (longest - Gap.Length) / 2;
        return name.Length <= longest ? name : name[..(longest - Gap.Length - end)] + Gap + name[^end..];
    }

    private static PeopleTable TableOf(IReadOnlyList<string> columns, IReadOnlyList<string[]> rows, int[] places)
    {
        var table = new PeopleTable();
        foreach (var place in places)
        {
            table.UnbrokenColumn(columns[place], isRightAligned: false);
        }

        foreach (var row in rows)
        {
            table.Row(places.Select(place => row[place]));
        }

        return table;
    }
}
