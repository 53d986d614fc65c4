using Enas.Host.Cli;
using Enas.Host.Report;

namespace Enas.Host.Verbs.Compare;

/// <summary>
/// A table that no word of is broken to fit a terminal: where its columns are too many, rows and columns change places, where that is
/// too wide as well, each row becomes lines of its own, and of many rows the last columns are left out.
/// </summary>
internal static class FittingTable
{
    /// <summary>Whether a table is no wider than the terminal.</summary>
    public static bool Fits(IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows, Terminal terminal) =>
        terminal.WidthOf(Table(head, rows)) <= terminal.People.Profile.Width;

    /// <summary>Whether a table is no wider than the terminal as it is, or with rows and columns in each other's place.</summary>
    public static bool FitsEitherWay(IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows, Terminal terminal)
    {
        var (names, turned) = Turned(head, rows);
        return Fits(head, rows, terminal) || Fits(names, turned, terminal);
    }

    /// <summary>Draws a table as wide as the terminal lets it be.</summary>
    /// <param name="head">Heads of the columns, the first that of the rows' names.</param>
    /// <param name="rows">A cell for each head.</param>
    /// <param name="terminal">Where to.</param>
    public static void Draw(IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows, Terminal terminal)
    {
        if (Fits(head, rows, terminal))
        {
            terminal.Draw(Table(head, rows));
            return;
        }

        var (names, turned) = Turned(head, rows);
        if (Fits(names, turned, terminal))
        {
            terminal.Draw(Table(names, turned));
            return;
        }

        if (rows.Count > Comparison.Few)
        {
            DrawFirstColumns(head, rows, terminal);
            return;
        }

        var widest = head.Max(name => name.Length);
        foreach (var row in rows)
        {
            terminal.Line(row[0]);
            foreach (var (name, cell) in head.Zip(row).Skip(1))
            {
                terminal.Line($"  {name.PadRight(widest)}  {cell}");
            }
        }
    }

    private static (IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows) Turned(
        IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows) =>
        ([head[0], .. rows.Select(row => row[0])],
            [.. head.Skip(1).Select((name, i) => (IReadOnlyList<string>)[name, .. rows.Select(row => row[i + 1])])]);

    private static void DrawFirstColumns(IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows, Terminal terminal)
    {
        var count = head.Count;
        IReadOnlyList<IReadOnlyList<string>> First() => [.. rows.Select(row => (IReadOnlyList<string>)[.. row.Take(count)])];
        while (count > 1 && !Fits([.. head.Take(count)], First(), terminal))
        {
            count--;
        }

        terminal.Draw(Table([.. head.Take(count)], First()));
        terminal.Line($"no room for: {string.Join(", ", head.Skip(count))}; --json has them");
    }

    private static PeopleTable Table(IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var table = new PeopleTable(head);
        foreach (var row in rows)
        {
            table.Row(row);
        }

        return table;
    }
}
