using System.Text;
using System.Text.Json;

namespace Enas.Pipeline.Options;

/// <summary>The text is not JSON; the message says what was expected at the position.</summary>
internal sealed class JsonSyntaxException(TextPosition position, string message) : Exception(message)
{
    public TextPosition Position { get; } = position;
}

/// <summary>A key that stands twice in one object.</summary>
internal sealed record DuplicateKey(string Key, TextPosition Position, TextPosition First);

/// <summary>
/// Reads JSON with comments and trailing commas into a tree that keeps the line and column of every key and value. The platform's reader
/// says where each token begins; what is wrong with a text that it refuses is said by <see cref="JsonFault"/>.
/// </summary>
internal sealed class JsonPositions
{
    /// <summary>The most bytes that a job, or another file of options, may have; judged before it is read.</summary>
    public const int MaximumBytes = 1 << 20;

    private const int MaximumDepth = 64;

    // Deeper than what is allowed here, so that the error has a place of its own.
    private static readonly JsonReaderOptions s_options = new() { AllowTrailingCommas = true, MaxDepth = 2 * MaximumDepth };

    private readonly string _text;
    private readonly byte[] _bytes;
    private readonly List<DuplicateKey> _duplicates = [];
    private readonly Stack<(char Close, TextPosition Opened)> _open = new();
    private (long Byte, int Index) _reached;
    private (int Index, int Line, int LineStart) _counted = (0, 1, 0);
    private JsonTokenType _last;

    private JsonPositions(string text) => (_text, _bytes) = (text, Encoding.UTF8.GetBytes(text));

    /// <summary>Where the last token begins.</summary>
    private TextPosition Position { get; set; }

    /// <summary>Parses a whole text; keys that stand twice are listed, and the first of them counts.</summary>
    public static (PlacedNode Root, IReadOnlyList<DuplicateKey> Duplicates) Parse(string text)
    {
        var (code, unclosed) = JsonComments.Blank(text);
        var comment = unclosed is { } start ? new JsonSyntaxException(JsonFault.PositionOf(text, start), "comment without */") : null;
        try
        {
            var positions = new JsonPositions(code);
            var root = positions.ReadAll();
            return comment is null ? (root, positions._duplicates) : throw comment;
        }
        catch (JsonSyntaxException fault) when (comment is not null && IsBefore(comment.Position, fault.Position))
        {
            throw comment;
        }
    }

    /// <summary>Decodes UTF-8 strictly (a leading byte order mark is dropped).</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var body = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body);
    }

    private static bool IsBefore(TextPosition first, TextPosition second) =>
        (first.Line, first.Column).CompareTo((second.Line, second.Column)) < 0;

    private PlacedNode ReadAll()
    {
        var reader = new Utf8JsonReader(_bytes, s_options);
        Next(ref reader);
        var root = ReadValue(ref reader, 0);
        Next(ref reader);
        return root;
    }

    private void Next(ref Utf8JsonReader reader)
    {
        try
        {
            if (!reader.Read())
            {
                return;
            }
        }
        catch (JsonException)
        {
            throw new JsonFault(_text, _last, _open.Count > 0 ? _open.Peek() : null).After(_reached.Index);
        }

        Position = At(reader.TokenStartIndex);
        _ = At(reader.BytesConsumed);
        _last = reader.TokenType;
        Nest(_last);
    }

    private void Nest(JsonTokenType token)
    {
        if (token is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            _open.Push((token == JsonTokenType.StartObject ? '}' : ']', Position));
        }
        else if (token is JsonTokenType.EndObject or JsonTokenType.EndArray)
        {
            _open.Pop();
        }
    }

    // Tokens come in the order of the text, so that every byte is counted once.
    private TextPosition At(long place)
    {
        var index = _reached.Index + Encoding.UTF8.GetCharCount(_bytes, (int)_reached.Byte, (int)(place - _reached.Byte));
        _reached = (place, index);
        for (; _counted.Index < index; _counted.Index++)
        {
            if (_text[_counted.Index] == '\n')
            {
                (_counted.Line, _counted.LineStart) = (_counted.Line + 1, _counted.Index + 1);
            }
        }

        return new TextPosition(_counted.Line, index - _counted.LineStart + 1);
    }

    private PlacedNode ReadValue(ref Utf8JsonReader reader, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new JsonSyntaxException(Position, $"nested deeper than {MaximumDepth} levels");
        }

        return reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(ref reader, depth),
            JsonTokenType.StartArray => ReadArray(ref reader, depth),
            JsonTokenType.String => new JsonTextNode(Position, Text(ref reader)),
            JsonTokenType.Number => new JsonNumberNode(Position, Encoding.ASCII.GetString(reader.ValueSpan)),
            _ => new JsonWordNode(Position, Encoding.ASCII.GetString(reader.ValueSpan)),
        };
    }

    private JsonObjectNode ReadObject(ref Utf8JsonReader reader, int depth)
    {
        var (position, members) = (Position, new List<JsonMember>());
        for (Next(ref reader); reader.TokenType != JsonTokenType.EndObject; Next(ref reader))
        {
            var (key, keyPosition) = (Text(ref reader), Position);
            Next(ref reader);
            Add(members, new JsonMember(key, keyPosition, ReadValue(ref reader, depth + 1)));
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

    private JsonArrayNode ReadArray(ref Utf8JsonReader reader, int depth)
    {
        var (position, items) = (Position, new List<PlacedNode>());
        for (Next(ref reader); reader.TokenType != JsonTokenType.EndArray; Next(ref reader))
        {
            items.Add(ReadValue(ref reader, depth + 1));
        }

        return new JsonArrayNode(position, items);
    }

    // Half a pair cannot be written as UTF-8, so it could not be kept in the job as run.
    private string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new JsonSyntaxException(Position, JsonFault.HalfPair);
        }
    }
}
