using System.Globalization;
using System.Text;

namespace Enas.Pipeline.Jobs;

/// <summary>The text is not JSON; the message says what was expected at the position.</summary>
internal sealed class JsonSyntaxException(TextPosition position, string message) : Exception(message)
{
    public TextPosition Position { get; } = position;
}

/// <summary>A key that stands twice in one object.</summary>
internal sealed record DuplicateKey(string Key, TextPosition Position, TextPosition First);

/// <summary>
/// Reads JSON with comments and trailing commas into a tree that keeps the line and column of every key and value.
/// The parsers of the platform give positions only for the first syntax error, and we want one for every bad value.
/// </summary>
internal sealed class JsonPositions
{
    /// <summary>The most bytes that a job, or another file of options, may have; judged before it is read.</summary>
    public const int MaximumBytes = 1 << 20;

    private const int MaximumDepth = 64;

    private readonly JsonCursor _cursor;
    private readonly List<DuplicateKey> _duplicates = [];

    private JsonPositions(string text)
    {
        _cursor = new JsonCursor(text);
    }

    /// <summary>Parses a whole text; keys that stand twice are listed, and the first of them counts.</summary>
    public static (JsonNode Root, IReadOnlyList<DuplicateKey> Duplicates) Parse(string text)
    {
        var parser = new JsonPositions(text);
        parser._cursor.SkipBlank();
        var root = parser.ReadValue(0);
        parser._cursor.SkipBlank();
        if (!parser._cursor.AtEnd)
        {
            throw parser._cursor.Error("expected the end of the file after the closing brace");
        }

        return (root, parser._duplicates);
    }

    /// <summary>Decodes UTF-8 strictly (a leading byte order mark is dropped).</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var body = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body);
    }

    private JsonNode ReadValue(int depth)
    {
        if (depth > MaximumDepth)
        {
            throw _cursor.Error($"nested deeper than {MaximumDepth} levels");
        }

        var position = _cursor.Position;
        return _cursor.Current switch
        {
            '{' => ReadObject(position, depth),
            '[' => ReadArray(position, depth),
            '"' => new JsonTextNode(position, _cursor.ReadText()),
            '-' or (>= '0' and <= '9') => new JsonNumberNode(position, ReadNumber(position)),
            >= 'a' and <= 'z' => ReadWord(position),
            '\0' when _cursor.AtEnd => throw _cursor.Error("expected a value, found the end of the file"),
            var other => throw _cursor.Error($"expected a value, found '{other}'"),
        };
    }

    private JsonObjectNode ReadObject(TextPosition position, int depth)
    {
        var members = new List<JsonMember>();
        _cursor.Advance();
        while (!Closes('}'))
        {
            var keyPosition = _cursor.Position;
            if (_cursor.Current != '"')
            {
                throw _cursor.Error(_cursor.AtEnd
                    ? $"expected a key or '}}' to close the object opened at {position}, found the end of the file"
                    : $"expected a key in double quotes or '}}', found '{_cursor.Current}'");
            }

            var key = _cursor.ReadText();
            _cursor.SkipBlank();
            _cursor.Expect(':', $"after the key \"{key}\"");
            _cursor.SkipBlank();
            Add(members, new JsonMember(key, keyPosition, ReadValue(depth + 1)));
            ExpectCommaOr('}');
        }

        return new JsonObjectNode(position, members);
    }

    private void Add(List<JsonMember> members, JsonMember member)
    {
        if (members.Find(other => other.Key == member.Key) is { } first)
        {
            _duplicates.Add(new DuplicateKey(member.Key, member.KeyPosition, first.KeyPosition));
            return;
        }

        members.Add(member);
    }

    private JsonArrayNode ReadArray(TextPosition position, int depth)
    {
        var items = new List<JsonNode>();
        _cursor.Advance();
        while (!Closes(']'))
        {
            items.Add(ReadValue(depth + 1));
            ExpectCommaOr(']');
        }

        return new JsonArrayNode(position, items);
    }

    private bool Closes(char bracket)
    {
        _cursor.SkipBlank();
        if (_cursor.Current != bracket)
        {
            return false;
        }

        _cursor.Advance();
        return true;
    }

    private void ExpectCommaOr(char bracket)
    {
        _cursor.SkipBlank();
        if (_cursor.Current == ',')
        {
            _cursor.Advance();
        }
        else if (_cursor.Current != bracket)
        {
            _cursor.Expect(',', $"or '{bracket}' after the value");
        }
    }

    private string ReadNumber(TextPosition position)
    {
        var literal = _cursor.ReadWhile(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '-');
        return IsNumber(literal) ? literal : throw new JsonSyntaxException(position, $"'{literal}' is not a number");
    }

    private static bool IsNumber(string literal)
    {
        var digits = literal.TrimStart('-');
        var leadingZero = digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]);
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var bareDot = point >= 0 && (point + 1 >= digits.Length || !char.IsAsciiDigit(digits[point + 1]));
        return digits.Length >= literal.Length - 1 && digits.Length > 0 && char.IsAsciiDigit(digits[0]) && !leadingZero && !bareDot
            && double.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    private JsonWordNode ReadWord(TextPosition position)
    {
        var word = _cursor.ReadWhile(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
        return word is "true" or "false" or "null"
            ? new JsonWordNode(position, word)
            : throw new JsonSyntaxException(position, $"'{word}' is not a value; text stands in double quotes");
    }
}
