using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Enas.Pipeline.Events;

namespace Enas.Storage.Log;

/// <summary>
/// The digest of a whole segment file, kept inside it: SHA-256 computed with its own 64 characters set to '0'. It is found by byte
/// search and checked before the codec sees the file, because some flipped bits decode to the same values.
/// </summary>
internal static class SegmentDigest
{
    public const string Key = "enas.sha256";
    public const int Length = 64;

    // Magic at both ends, and the footer length before the last one.
    private const int Overhead = 12;
    private const int MaximumFooterLength = 64 << 20;

    public static string Placeholder { get; } = new('0', Length);

    // The key and its value follow each other in Thrift's compact protocol: field header 0x18 (next field, binary), then the length.
    private static ReadOnlySpan<byte> Marker => "enas.sha256\u0018\u0040"u8;

    /// <summary>Fills in the digest of a freshly encoded file.</summary>
    public static void Stamp(Span<byte> file, long number)
    {
        var at = Find(file, number);
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(file)), file.Slice(at, Length));
    }

    /// <summary>Checks frame and digest.</summary>
    /// <exception cref="LogDamagedException">The file is not what was written.</exception>
    public static void Check(ReadOnlySpan<byte> file, long number)
    {
        var at = Find(file, number);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file[..at]);
        hash.AppendData(Encoding.ASCII.GetBytes(Placeholder));
        hash.AppendData(file[(at + Length)..]);
        var expected = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
        if (!file.Slice(at, Length).SequenceEqual(expected))
        {
            throw Damaged(number, "its bytes do not match its digest");
        }
    }

    // Only the footer is searched, and its last match taken: events may hold any text, and column statistics repeat it, but both
    // stand before the key-values.
    private static int Find(ReadOnlySpan<byte> file, long number)
    {
        if (file.Length < Overhead || !file[..4].SequenceEqual("PAR1"u8) || !file[^4..].SequenceEqual("PAR1"u8))
        {
            throw Damaged(number, $"not a whole Parquet file ({file.Length} bytes)");
        }

        var footerLength = BinaryPrimitives.ReadInt32LittleEndian(file[^8..^4]);
        if (footerLength <= 0 || footerLength > Math.Min(file.Length - Overhead, MaximumFooterLength))
        {
            throw Damaged(number, $"absurd footer length {footerLength} in a file of {file.Length} bytes");
        }

        var start = file.Length - 8 - footerLength;
        var marker = file[start..^8].LastIndexOf(Marker);
        var at = start + marker + Marker.Length;
        return marker >= 0 && at + Length <= file.Length - 8 ? at : throw Damaged(number, $"footer key {Key} is missing");
    }

    private static LogDamagedException Damaged(long number, string reason) => new($"segment {number}: {reason}");
}
