using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Enas.Pipeline.Events;

namespace Enas.Storage.Log;

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
        // One call of the hash for the whole row: a call for each field takes several times as long as the hashing itself.
        var buffer = ArrayPool<byte>.Shared.Rent(LongestOf(row));
        try
        {
            return SHA256.HashData(buffer.AsSpan(0, Write(buffer, previous, row)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Heads, numbers and presence bytes take less than this; a UTF-16 unit gives at most three bytes of UTF-8.
    private static int LongestOf(CommittedRow row) => checked(512
        + (3 * (row.Row.Phase.Length + row.Row.EventType.Length
            + row.Row.Facts.Length + row.Row.Observations.Length + (row.Row.Architecture?.Length ?? 0))));

    private static int Write(byte[] buffer, ReadOnlySpan<byte> previous, CommittedRow row)
    {
        var at = new Cursor(buffer);
        at.Bytes(previous);
        at.Int64(row.Sequence);
        at.Int64(row.Row.Step);
        at.Text(row.Row.Phase);
        at.Int32(row.Row.Epoch);
        at.Text(row.Row.EventType);
        at.Int32(row.Row.SchemaVersion);
        at.OptionalInt64(row.FactIndex);
        at.Text(row.Row.Facts);
        at.Text(row.Row.Observations);
        at.Int64(Timestamps.ToMicroseconds(row.RecordedAt));
        at.Bytes(row.FactHash.Span);
        at.OptionalText(row.Row.Architecture);
        foreach (var column in PromotedColumns.All)
        {
            at.OptionalInt64(column.Get(row.Row) is { } value ? BitConverter.DoubleToInt64Bits(value) : null);
        }

        return at.Length;
    }

    private ref struct Cursor(Span<byte> buffer)
    {
        private readonly Span<byte> _buffer = buffer;

        public int Length { get; private set; }

        public void Bytes(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_buffer[Length..]);
            Length += bytes.Length;
        }

        public void Int32(int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_buffer[Length..], value);
            Length += sizeof(int);
        }

        public void Int64(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_buffer[Length..], value);
            Length += sizeof(long);
        }

        public void OptionalInt64(long? value)
        {
            Presence(value.HasValue);
            if (value is { } present)
            {
                Int64(present);
            }
        }

        public void OptionalText(string? text)
        {
            Presence(text is not null);
            if (text is not null)
            {
                Text(text);
            }
        }

        public void Text(string text)
        {
            var count = Utf8.GetBytes(text, _buffer[(Length + sizeof(int))..]);
            Int32(count);
            Length += count;
        }

        private void Presence(bool present) => _buffer[Length++] = present ? (byte)1 : (byte)0;
    }
}
