using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Enas.Storage.Sql;

/// <summary>From DuckDB's errors, which the database is set to give as JSON, to one sentence with the place.</summary>
internal static class SqlErrors
{
    /// <summary>The error that a message of DuckDB tells of.</summary>
    /// <param name="message">As it came; JSON, perhaps with a word before it.</param>
    /// <param name="statement">What was asked; the position of the error is a byte offset into it.</param>
    /// <param name="reason">Where the message came from.</param>
    public static SqlStatementException Of(string message, string statement, Exception? reason = null)
    {
        var begin = message.IndexOf('{', StringComparison.Ordinal);
        if (begin < 0)
        {
            return new SqlStatementException(OneLine(message), reason);
        }

        try
        {
            using var json = JsonDocument.Parse(message[begin..]);
            var kind = json.RootElement.GetProperty("exception_type").GetString();
            var text = json.RootElement.GetProperty("exception_message").GetString()!;
            var place = json.RootElement.TryGetProperty("position", out var position)
                ? Place(position.GetString()!, statement) : string.Empty;
            return new SqlStatementException($"{kind} error{place}: {OneLine(text)}", reason);
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException)
        {
            return new SqlStatementException(OneLine(message), reason);
        }
    }

    private static string Place(string position, string statement)
    {
        var bytes = Encoding.UTF8.GetBytes(statement);
        if (!int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) || offset > bytes.Length)
        {
            return string.Empty;
        }

        var before = Encoding.UTF8.GetString(bytes, 0, offset);
        var line = before.Count(character => character == '\n') + 1;
        var column = before.Length - before.LastIndexOf('\n');
        return string.Create(CultureInfo.InvariantCulture, $" at line {line}, column {column}");
    }

    private static string OneLine(string text) => string.Join(
        " ", Ended(text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));

    // Lines become sentences: one that ends with a mark of its own keeps it, and the last one's end is the caller's.
    private static IEnumerable<string> Ended(string[] lines) => lines.Select((line, i) => i == lines.Length - 1
        ? line.TrimEnd('.') : line[^1] is '.' or '!' or '?' or ':' or ',' or ';' ? line : $"{line}.");
}
