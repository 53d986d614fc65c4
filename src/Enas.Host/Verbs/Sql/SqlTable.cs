using System.Globalization;
using Enas.Host.Cli;
using Enas.Pipeline.Messages;

namespace Enas.Host.Verbs.Sql;

/// <summary>An answer as a table for people: what fits, and a word on what does not.</summary>
internal static class SqlTable
{
    /// <summary>Rows that are shown unless all are asked for.</summary>
    public const int MostRows = 100;

    private const int WidestCell = 60;
    private const int Gap = 2;

    public static void Write(SqlAnswer answer, bool all, Terminal terminal)
    {
        IReadOnlyList<object?>[] rows = [.. all ? answer.Rows() : answer.Rows().Take(MostRows + 1)];
        var hasMore = !all && rows.Length > MostRows;
        rows = hasMore ? rows[..MostRows] : rows;
        string[][] cells = [.. rows.Select(row => row.Select(value => Cell(value, all)).ToArray())];
        int[] widths = [.. answer.Columns.Select((column, i) => cells.Select(row => row[i].Length).Append(column.Name.Length).Max())];
        var shown = all ? widths.Length : Fitting(widths, terminal.People.Profile.Width);
        Draw(answer.Columns, rows, cells, shown, all ? widths.Sum() + (Gap * widths.Length) : null, terminal);
        Words(answer.Columns, rows.Length, shown, hasMore, terminal);
    }

    private static void Draw(IReadOnlyList<SqlColumn> columns,
        IReadOnlyList<object?>[] rows, string[][] cells, int shown, int? width, Terminal terminal)
    {
        var table = new PeopleTable([]) { LongestCell = int.MaxValue };
        for (var i = 0; i < shown; i++)
        {
            table.UnbrokenColumn(columns[i].Name,
                isRightAligned: rows.Length > 0 && rows.All(row => row[i] is null || SqlText.IsNumber(row[i])));
        }

        foreach (var row in cells)
        {
            table.Row(row.Take(shown));
        }

        if (width > terminal.People.Profile.Width)
        {
            terminal.People.Profile.Width = width.Value;
        }

        terminal.Draw(table);
    }

    private static void Words(IReadOnlyList<SqlColumn> columns, int rows, int shown, bool hasMore, Terminal terminal)
    {
        terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{(hasMore ? "the first " : string.Empty)}{rows:N0} "
            + $"{(rows == 1 ? "row" : "rows")}{(hasMore ? "; there are more: --all, --json or --csv" : string.Empty)}"));
        if (shown < columns.Count)
        {
            terminal.Line($"not shown for want of width: {string.Join(", ", columns.Skip(shown).Select(column => column.Name))}. "
                + $"Name the columns you want, or: --all, --json, --csv");
        }
    }

    private static string Cell(object? value, bool all)
    {
        var text = value is double number ? number.ToString("G6", CultureInfo.InvariantCulture) : SqlText.Of(value) ?? "-";
        return ForeignText.Shown(text, all ? int.MaxValue : WidestCell);
    }

    /// <summary>How many columns from the left fit; at least one.</summary>
    private static int Fitting(int[] widths, int available)
    {
        var (count, used) = (0, 0);
        while (count < widths.Length && (count == 0 || used + widths[count] + Gap <= available))
        {
            used += widths[count++] + Gap;
        }

        return count;
    }
}
