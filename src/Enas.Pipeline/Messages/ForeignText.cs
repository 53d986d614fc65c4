using System.Globalization;
using System.Text;

namespace Enas.Pipeline.Messages;

/// <summary>
/// Text that somebody else wrote (file names, words of a data set, names and tags of jobs, values of a log), made safe to show: what moves
/// a terminal's cursor, turns the direction of writing or cannot be seen is written as an escape, and what is too long is cut.
/// </summary>
internal static class ForeignText
{
    /// <summary>How many characters of one piece are shown where the caller does not say.</summary>
    public const int DefaultMostCharacters = 200;

    /// <summary>
    /// How many characters of a whole line are shown. The tokens of an architecture are never cut, since they are copied from there: those
    /// of a macro network of 256 layers, the most that there are, have 65,791 characters.
    /// </summary>
    public const int MostOfALine = 100_000;

    /// <summary>
    /// Escapes every control character, format character (direction marks, zero-width characters, the byte order mark), line or paragraph
    /// separator, private-use character and unpaired surrogate: as <c>\n</c>, <c>\t</c>, <c>\r</c>, <c>\x1b</c> or <c>\u202e</c>.
    /// Other text is returned as it is.
    /// </summary>
    public static string Escaped(string text)
    {
        var clean = CleanLength(text);
        if (clean == text.Length)
        {
            return text;
        }

        var result = new StringBuilder(text, 0, clean, text.Length + 16);
        for (var i = clean; i < text.Length;)
        {
            var status = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            if (status == System.Buffers.OperationStatus.Done && IsVisible(rune))
            {
                result.Append(text, i, length);
            }
            else if (status == System.Buffers.OperationStatus.Done)
            {
                AppendEscape(result, rune.Value);
            }
            else
            {
                AppendEscape(result, text[i]);
            }

            i += length;
        }

        return result.ToString();
    }

    /// <summary>Lines escaped one by one: what ends a line stays, and tabs do.</summary>
    public static string EscapedLines(string text) =>
        string.Join('\n', text.Split('\n').Select(line => string.Join('\t', line.TrimEnd('\r').Split('\t').Select(Escaped))));

    /// <summary>
    /// JSON text in which nothing is invisible: what a writer of JSON leaves as it is and <see cref="Escaped"/> would not becomes an escape
    /// of JSON, so that the values stay the same.
    /// </summary>
    public static string InJson(string json)
    {
        if (CleanLength(json, isJson: true) == json.Length)
        {
            return json;
        }

        var result = new StringBuilder(json.Length + 16);
        foreach (var rune in json.EnumerateRunes())
        {
            if (rune.Value < 0x80 || IsVisible(rune))
            {
                result.Append(rune.ToString());
                continue;
            }

            foreach (var unit in rune.ToString())
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }
        }

        return result.ToString();
    }

    /// <summary>The text escaped, and cut to so many characters, the last of them then an ellipsis.</summary>
    public static string Shown(string text, int mostCharacters = DefaultMostCharacters)
    {
        // Cut before it is escaped as well: text of a gigabyte is not escaped to show a line of it.
        var escaped = Escaped(text.Length > mostCharacters ? text[..mostCharacters] : text);
        return escaped.Length <= mostCharacters && text.Length <= mostCharacters ? escaped : Cut(escaped, mostCharacters);
    }

    private static string Cut(string escaped, int mostCharacters)
    {
        var length = Math.Min(escaped.Length, mostCharacters - 1);
        if (length > 0 && char.IsHighSurrogate(escaped[length - 1]))
        {
            length--;
        }

        return string.Concat(escaped.AsSpan(0, length), "…");
    }

    private static int CleanLength(string text, bool isJson = false)
    {
        for (var i = 0; i < text.Length;)
        {
            if (text[i] is >= ' ' and < '\x7f' || (isJson && text[i] < '\x80'))
            {
                i++;
                continue;
            }

            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != System.Buffers.OperationStatus.Done
                || !IsVisible(rune))
            {
                return i;
            }

            i += length;
        }

        return text.Length;
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);

    private static void AppendEscape(StringBuilder to, int value) => _ = value switch
    {
        '\n' => to.Append("\\n"),
        '\r' => to.Append("\\r"),
        '\t' => to.Append("\\t"),
        < 0x100 => to.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}"),
        < 0x10000 => to.Append(CultureInfo.InvariantCulture, $"\\u{value:x4}"),
        _ => to.Append(CultureInfo.InvariantCulture, $"\\U{value:x8}"),
    };
}
