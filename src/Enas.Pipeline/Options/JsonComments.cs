namespace Enas.Pipeline.Options;

/// <summary>Comments of both kinds become spaces, so that every character keeps its line and column. What stands in quotes
/// is no comment.</summary>
internal static class JsonComments
{
    /// <summary>The text without its comments.</summary>
    /// <returns>The text, and where a comment begins that never ends; null when every one does.</returns>
    public static (string Text, int? Unclosed) Blank(string text)
    {
        var letters = text.ToCharArray();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                i = EndOfText(text, i);
            }
            else if (text.AsSpan(i).StartsWith("//") || text.AsSpan(i).StartsWith("/*"))
            {
                var end = EndOfComment(text, i);
                Clear(letters.AsSpan(i..(end ?? text.Length)));
                if (end is null)
                {
                    return (new string(letters), i);
                }

                i = end.Value - 1;
            }
        }

        return (new string(letters), null);
    }

    /// <summary>Where the text that begins with a quote has its closing one; the end of the line or of all where it has none.</summary>
    public static int EndOfText(string text, int quote)
    {
        var i = quote + 1;
        while (i < text.Length && text[i] is not ('"' or '\n' or '\r'))
        {
            i += text[i] == '\\' ? 2 : 1;
        }

        return i;
    }

    private static int? EndOfComment(string text, int start)
    {
        if (text[start + 1] == '*')
        {
            return text.IndexOf("*/", start + 2, StringComparison.Ordinal) is >= 0 and var close ? close + 2 : null;
        }

        return text.IndexOf('\n', start) is >= 0 and var line ? line : text.Length;
    }

    private static void Clear(Span<char> comment)
    {
        foreach (ref var letter in comment)
        {
            letter = letter is '\n' or '\r' ? letter : ' ';
        }
    }
}
