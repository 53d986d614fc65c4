namespace Enas.Pipeline.Options;

/// <summary>A place in a text, as editors count it: lines and columns from 1, columns in characters (UTF-16 units).</summary>
public readonly record struct TextPosition(int Line, int Column)
{
    /// <summary>No place: the value does not come from a text.</summary>
    public static TextPosition None => default;

    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? "" : $"{Line}:{Column}";
}

/// <summary>A JSON value that knows where it stands.</summary>
internal abstract record PlacedNode(TextPosition Position)
{
    /// <summary>The kind of value, as messages call it.</summary>
    public abstract string KindName { get; }

    /// <summary>The value as messages show it.</summary>
    public abstract string Display { get; }
}

internal sealed record JsonObjectNode(TextPosition Position, IReadOnlyList<JsonMember> Members) : PlacedNode(Position)
{
    public override string KindName => "an object";

    public override string Display => "{...}";
}

internal sealed record JsonArrayNode(TextPosition Position, IReadOnlyList<PlacedNode> Items) : PlacedNode(Position)
{
    public override string KindName => "a list";

    public override string Display => "[" + string.Join(", ", Items.Select(item => item.Display)) + "]";
}

internal sealed record JsonTextNode(TextPosition Position, string Text) : PlacedNode(Position)
{
    public override string KindName => "text";

    public override string Display => CanonicalJson.Text(Text);
}

internal sealed record JsonNumberNode(TextPosition Position, string Literal) : PlacedNode(Position)
{
    public override string KindName => "a number";

    public override string Display => Literal;
}

internal sealed record JsonWordNode(TextPosition Position, string Word) : PlacedNode(Position)
{
    public override string KindName => Word == "null" ? "null" : "true or false";

    public override string Display => Word;
}

/// <summary>One key of an object and its value.</summary>
internal sealed record JsonMember(string Key, TextPosition KeyPosition, PlacedNode Value);
