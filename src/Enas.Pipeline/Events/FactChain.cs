using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Enas.Pipeline.Events;

/// <summary>
/// The fact chain: fact_hash = SHA-256(previous fact_hash, fact_index, type, schema_version, facts), from a constant genesis tag.
/// Integers are little-endian int64 / int32, texts are UTF-8 with an int32 length before them. The head after the last fact is the
/// search's fingerprint: it holds nothing that the job does not determine.
/// </summary>
public sealed class FactChain
{
    // Head, index, version and the lengths of two texts; a UTF-16 unit gives at most three bytes of UTF-8.
    private const int Overhead = 64;

    private byte[] _head;

    /// <summary>A chain that starts at the genesis tag.</summary>
    public FactChain()
    {
        _head = SHA256.HashData("enas fact chain 1"u8);
    }

    /// <summary>A chain that goes on from a known head.</summary>
    public FactChain(ReadOnlySpan<byte> head, long nextFactIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(head.Length, SHA256.HashSizeInBytes);
        _head = head.ToArray();
        NextFactIndex = nextFactIndex;
    }

    /// <summary>Number of facts so far, and the index of the next one.</summary>
    public long NextFactIndex { get; private set; }

    /// <summary>The 32 bytes of the head.</summary>
    public ReadOnlyMemory<byte> Head => _head;

    /// <summary>The head as people see it: 64 lower-case hexadecimal digits.</summary>
    public string Fingerprint => Convert.ToHexStringLower(_head);

    /// <summary>Appends one fact and returns the new head.</summary>
    public ReadOnlyMemory<byte> Append(string eventType, int schemaVersion, string facts)
    {
        // One call of the hash for the whole fact: a call for each field takes several times as long as the hashing itself.
        var buffer = ArrayPool<byte>.Shared.Rent(checked(Overhead + (3 * (eventType.Length + facts.Length))));
        try
        {
            var length = Write(buffer, eventType, schemaVersion, facts);
            _head = SHA256.HashData(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        NextFactIndex++;
        return _head;
    }

    private int Write(Span<byte> buffer, string eventType, int schemaVersion, string facts)
    {
        _head.CopyTo(buffer);
        var at = _head.Length;
        BinaryPrimitives.WriteInt64LittleEndian(buffer[at..], NextFactIndex);
        at = WriteText(buffer, at + sizeof(long), eventType);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[at..], schemaVersion);
        return WriteText(buffer, at + sizeof(int), facts);
    }

    private static int WriteText(Span<byte> buffer, int at, string text)
    {
        var count = Encoding.UTF8.GetBytes(text, buffer[(at + sizeof(int))..]);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[at..], count);
        return at + sizeof(int) + count;
    }
}
