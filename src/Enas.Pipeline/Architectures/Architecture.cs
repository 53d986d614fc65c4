namespace Enas.Pipeline.Architectures;

/// <summary>One value per decision of a space, in the space's order. Equal values are equal architectures.</summary>
public sealed class Architecture : IEquatable<Architecture>
{
    private readonly int[] _values;

    /// <summary>An architecture of these values; the space that made it checks them.</summary>
    internal Architecture(int[] values, string tokens)
    {
        _values = values;
        Tokens = tokens;
    }

    /// <summary>The values, one per decision.</summary>
    public IReadOnlyList<int> Values => _values;

    /// <summary>The canonical token string; it names the architecture everywhere.</summary>
    public string Tokens { get; }

    /// <inheritdoc />
    public bool Equals(Architecture? other) => other is not null && Tokens == other.Tokens;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Architecture);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Tokens);

    /// <inheritdoc />
    public override string ToString() => Tokens;
}
