using System.Security.Cryptography;

namespace Enas.Pipeline.Work;

/// <summary>SHA-256 of a canonical description, as 64 lower-case hexadecimal digits: equal keys, equal results, bit for bit.</summary>
/// <param name="Hex">The digits.</param>
internal readonly record struct WorkKey(string Hex) : IComparable<WorkKey>
{
    private const int Digits = 2 * SHA256.HashSizeInBytes;

    /// <summary>The key of a description.</summary>
    public static WorkKey Of(ReadOnlySpan<byte> description) => new(Convert.ToHexStringLower(SHA256.HashData(description)));

    /// <summary>A key as it is written; null where the text is none.</summary>
    public static WorkKey? TryParse(string text) =>
        text.Length == Digits && text.All(digit => digit is (>= '0' and <= '9') or (>= 'a' and <= 'f')) ? new WorkKey(text) : null;

    /// <summary>The first digits, for people.</summary>
    public string Short => Hex[..12];

    /// <inheritdoc />
    public int CompareTo(WorkKey other) => string.CompareOrdinal(Hex, other.Hex);

    /// <inheritdoc />
    public override string ToString() => Hex;
}
