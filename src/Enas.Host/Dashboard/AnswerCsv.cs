using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Enas.Host.Dashboard;

/// <summary>
/// An answer as comma-separated values: the rows of its list, or its arrays of one length side by side. A text that a spreadsheet would
/// take for a formula gets an apostrophe before it.
/// </summary>
internal static class AnswerCsv
{
    private static readonly string[] s_lists = ["rows", "points", "bins", "jobs", "architectures"];

    /// <summary>The values of an answer that is a JSON object.</summary>
    public static string Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var list = root.TryGetProperty("x", out _) ? null : s_lists.Where(
            name => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object)).FirstOrDefault();
        var text = new StringBuilder();
        foreach (var line in list is null ? SideBySide(root) : Rows(root.GetProperty(list)))
        {
            text.AppendJoin(',', line).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>A value as a cell.</summary>
    internal static string Cell(string value, bool isNumber)
    {
        var safe = !isNumber && value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static IEnumerable<IEnumerable<string>> Rows(JsonElement rows)
    {
        JsonElement[] all = [.. rows.EnumerateArray()];
        if (all.Length == 0)
        {
            yield break;
        }

        yield return all[0].EnumerateObject().Select(property => Cell(property.Name, isNumber: false));
        foreach (var row in all)
        {
            yield return row.EnumerateObject().Select(property => Cell(property.Value));
        }
    }

    private static IEnumerable<IEnumerable<string>> SideBySide(JsonElement root)
    {
        JsonProperty[] arrays = [.. root.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Array)];
        var length = arrays.Length == 0 ? 0 : arrays.Max(array => array.Value.GetArrayLength());
        arrays = [.. arrays.Where(array => array.Value.GetArrayLength() == length)];
        yield return arrays.Select(array => Cell(array.Name, isNumber: false));
        for (var i = 0; i < length; i++)
        {
            var index = i;
            yield return arrays.Select(array => Cell(array.Value[index]));
        }
    }

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => string.Empty,
        JsonValueKind.Number => Cell(value.GetRawText(), isNumber: true),
        JsonValueKind.String => Cell(value.GetString()!, IsNumber(value.GetString()!)),
        JsonValueKind.Array or JsonValueKind.Object => Cell(string.Join(' ', Leaves(value)), isNumber: false),
        _ => Cell(value.GetRawText(), isNumber: false),
    };

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static IEnumerable<string> Leaves(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property => Leaves(property.Value)),
        JsonValueKind.Null => [],
        _ => [value.ToString()],
    };
}
