using System.Text.Json;

namespace Enas.Pipeline.Options;

/// <summary>Says in words for people why a text is not JSON. It is asked when a reader has refused the text after a token.</summary>
/// <param name="text">The text, with spaces for comments.</param>
/// <param name="last">The last token that could be read.</param>
/// <param name="open">The innermost object or list that is open there: the bracket that closes it, and where it was opened; null
/// outside of all.</param>
internal sealed class JsonFault(string text, JsonTokenType last, (char Close, TextPosition Opened)? open)
{
    /// <summary>Text with an escape that is half a character.</summary>
    public const string HalfPair = "half a surrogate pair in text";

    /// <summary>A place as editors count it.</summary>
    public static TextPosition PositionOf(string text, int index)
    {
        var before = text.AsSpan(0, index);
        return new TextPosition(before.Count('\n') + 1, index - (before.LastIndexOf('\n') + 1) + 1);
    }

    /// <summary>The error that stands after the last token.</summary>
    /// <param name="end">Where that token ends, the colon of a key included.</param>
    public JsonSyntaxException After(int end)
    {
        var at = SkipBlank(end);
        return last switch
        {
            JsonTokenType.None or JsonTokenType.PropertyName or JsonTokenType.StartArray => NotAValue(at),
            JsonTokenType.StartObject => NotAKey(at),
            JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null when at == end && IsOfWord(At(at)) => NotAWord(at),
            _ when open is null || At(at) != ',' => NotTheEnd(at),
            _ => open.Value.Close == '}' ? NotAKey(SkipBlank(at + 1)) : NotAValue(SkipBlank(at + 1)),
        };
    }

    private JsonSyntaxException NotTheEnd(int at) => Error(at, open is null
        ? "expected the end of the file after the closing brace"
        : $"expected ',' or '{open.Value.Close}' after the value, found {Found(at)}");

    private JsonSyntaxException NotAKey(int at)
    {
        if (At(at) != '"')
        {
            return Error(at, at >= text.Length
                ? $"expected a key or '}}' to close the object opened at {open?.Opened}, found the end of the file"
                : $"expected a key in double quotes or '}}', found {Found(at)}");
        }

        if (BadText(at) is { } bad)
        {
            return bad;
        }

        var end = JsonComments.EndOfText(text, at) + 1;
        var colon = SkipBlank(end);
        return TextOf(text[at..end]) is { } key
            ? Error(colon, $"expected ':' after the key \"{key}\", found {Found(colon)}") : Error(at, HalfPair);
    }

    private static string? TextOf(string literal)
    {
        using var document = JsonDocument.Parse(literal);
        try
        {
            return document.RootElement.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private JsonSyntaxException NotAValue(int at) => At(at) switch
    {
        '"' => BadText(at) ?? Error(at, "is not JSON"),
        '-' or (>= '0' and <= '9') => NotANumber(at, TakeWhile(at, c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '-')),
        >= 'a' and <= 'z' => NotAWord(at),
        _ => Error(at, $"expected a value, found {Found(at)}"),
    };

    private JsonSyntaxException NotANumber(int at, string literal) =>
        IsNumber(literal) ? NotTheEnd(at + literal.Length) : Error(at, $"'{literal}' is not a number");

    private static bool IsNumber(string literal)
    {
        try
        {
            using var number = JsonDocument.Parse(literal);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // The word may have begun as true, false or null, which end at the place.
    private JsonSyntaxException NotAWord(int at)
    {
        var begin = at;
        while (begin > 0 && IsOfWord(text[begin - 1]))
        {
            begin--;
        }

        return Error(begin, $"'{TakeWhile(begin, IsOfWord)}' is not a value; text stands in double quotes");
    }

    private JsonSyntaxException? BadText(int quote)
    {
        for (var i = quote + 1; At(i) != '"'; i++)
        {
            if (i >= text.Length || text[i] is '\n' or '\r')
            {
                return Error(quote, "text without a closing double quote on its line");
            }

            if (text[i] < ' ')
            {
                return Error(i, "a control character in text; write it as an escape such as \\t");
            }

            if (text[i] == '\\' && BadEscape(i) is { } bad)
            {
                return bad;
            }

            i += text[i] == '\\' ? 1 : 0;
        }

        return null;
    }

    private JsonSyntaxException? BadEscape(int at) => At(at + 1) switch
    {
        '"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't' => null,
        'u' => at + 6 <= text.Length && text.AsSpan(at + 2, 4).ToString().All(char.IsAsciiHexDigit)
            ? null
            : Error(at, "\\u needs four hexadecimal digits"),
        _ => Error(at, "unknown escape; in text write a backslash as \\\\"),
    };

    private static bool IsOfWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-';

    private int SkipBlank(int at)
    {
        while (At(at) is ' ' or '\t' or '\r' or '\n')
        {
            at++;
        }

        return at;
    }

    private string TakeWhile(int at, Func<char, bool> holds) => new([.. text.Skip(at).TakeWhile(holds)]);

    private char At(int index) => index < text.Length ? text[index] : '\0';

    private string Found(int at) => at >= text.Length ? "the end of the file" : $"'{text[at]}'";

    private JsonSyntaxException Error(int at, string message) => new(PositionOf(text, at), message);
}
