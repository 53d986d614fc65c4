using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Enas.Pipeline.Options;

/// <summary>The one way in which a value is written, so that equal values are equal bytes.</summary>
internal static class CanonicalJson
{
    // What needs no look at how it is escaped: keys, words, most names and paths.
    private static readonly SearchValues<char> s_plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-/");

    public static string Text(string text) => text.AsSpan().ContainsAnyExcept(s_plain)
        ? $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"" : $"\"{text}\"";

    /// <summary>The shortest digits that read back as the same number; no negative zero, which would be a second way to write 0.</summary>
    public static string Number(double value) =>
        value == 0 ? "0" : value.ToString("R", CultureInfo.InvariantCulture);

    public static string Truth(bool value) => value ? "true" : "false";

    /// <summary>A value that is canonical but for how its texts are escaped.</summary>
    public static string Element(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", element.EnumerateObject()
            .Select(member => $"{Text(member.Name)}:{Element(member.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(",", element.EnumerateArray().Select(Element)) + "]",
        JsonValueKind.String => Text(element.GetString()!),
        _ => element.GetRawText(),
    };

    public static string List(IEnumerable<string> items) => "[" + string.Join(",", items.Select(Text)) + "]";
}
