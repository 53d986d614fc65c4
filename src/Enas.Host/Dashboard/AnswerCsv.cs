using System.Globalization;
using System.Text;
using Enas.Host.Dashboard.Answers;

namespace Enas.Host.Dashboard;

/// <summary>
/// A table as comma-separated values (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it; what is
/// not there is empty.
/// </summary>
internal static class AnswerCsv
{
    /// <summary>The text of a table.</summary>
    public static string Of(CsvTable table)
    {
        var text = new StringBuilder();
        foreach (var line in table.Rows.Prepend(table.Head))
        {
            text.AppendJoin(',', line.Select(Cell)).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>A value as a cell.</summary>
    internal static string Cell(object? value) => value switch
    {
        null => string.Empty,
        string text => CsvField.Of(IsFormula(text) ? "'" + text : text),
        bool truth => truth ? "true" : "false",
        _ => CsvField.Of(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    // A number that stands in a text stays one.
    private static bool IsFormula(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r'
        && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
