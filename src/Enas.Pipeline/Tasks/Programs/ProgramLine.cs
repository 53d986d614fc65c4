using System.Text.Json;
using System.Text.RegularExpressions;

namespace Enas.Pipeline.Tasks.Programs;

/// <summary>A line of JSON that a program wrote, which can hold anything: NaN and Infinity, as Python writes them and JSON has none, and
/// halves of characters.</summary>
internal static class ProgramLine
{
    // Not backtracking: the time is in proportion to the line, whatever a program writes.
    private static readonly Regex s_notANumber =
        new(@"([:\[,]\s*)(-?(?:NaN|Infinity))\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    /// <summary>The object on a line; null where it is none.</summary>
    public static JsonDocument? TryParse(string line) => TryRead(line) ?? TryRead(s_notANumber.Replace(line, "$1\"$2\""));

    /// <summary>A value as a number; NaN where it is none, as a text.</summary>
    public static double NumberOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : double.NaN;

    /// <summary>A value as text: a text without its quotes.</summary>
    public static string TextOf(JsonElement value)
    {
        try
        {
            return value.ToString();
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText();
        }
    }

    /// <summary>The name of a property; null where it is no text.</summary>
    public static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonDocument? TryRead(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
