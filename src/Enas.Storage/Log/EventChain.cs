using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Enas.Pipeline.Events;

namespace Enas.Storage;

/// <summary>
/// The event chain: event_hash = SHA-256(previous event_hash, every field of the row). Each text has its length before it, each
/// nullable field a presence byte, integers and doubles are little-endian; docs/log-format.md has the layout byte by byte.
/// </summary>
internal static class EventChain
{
    /// <summary>UTF-8 that refuses lone surrogates: a text must come back from the file as it went in.</summary>
    public static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The head before the first event.</summary>
    public static byte[] Genesis() => SHA256.HashData("enas event chain 1"u8);

    /// <summary>The head after <paramref name="row"/>; its own event hash is not looked at.</summary>
    /// <exception cref="EncoderFallbackException">A text is not valid Unicode.</exception>
    public static byte[] Next(ReadOnlySpan<byte> previous, CommittedRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        AppendInt64(hash, row.Sequence);
        AppendInt64(hash, row.Row.Step);
        AppendText(hash, row.Row.Phase);
        AppendInt32(hash, row.Row.Epoch);
        AppendText(hash, row.Row.EventType);
        AppendInt32(hash, row.Row.SchemaVersion);
        AppendPresence(hash, row.FactIndex.HasValue);
        if (row.FactIndex is { } factIndex)
        {
            AppendInt64(hash, factIndex);
        }

        AppendText(hash, row.Row.Facts);
        AppendText(hash, row.Row.Observations);
        AppendInt64(hash, Timestamps.ToMicroseconds(row.RecordedAt));
        hash.AppendData(row.FactHash.Span);
        AppendPresence(hash, row.Row.Architecture is not null);
        if (row.Row.Architecture is { } architecture)
        {
            AppendText(hash, architecture);
        }

        foreach (var column in PromotedColumns.All)
        {
            AppendDouble(hash, column.Get(row.Row));
        }

        return hash.GetHashAndReset();
    }

    private static void AppendDouble(IncrementalHash hash, double? value)
    {
        AppendPresence(hash, value.HasValue);
        if (value is { } present)
        {
            AppendInt64(hash, BitConverter.DoubleToInt64Bits(present));
        }
    }

    private static void AppendPresence(IncrementalHash hash, bool present) =>
        hash.AppendData([present ? (byte)1 : (byte)0]);

    private static void AppendInt32(IncrementalHash hash, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }

    private static void AppendInt64(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }

    private static void AppendText(IncrementalHash hash, string text)
    {
        var bytes = Utf8.GetBytes(text);
        AppendInt32(hash, bytes.Length);
        hash.AppendData(bytes);
    }
}
