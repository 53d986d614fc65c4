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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        hash.AppendData(_head);
        BinaryPrimitives.WriteInt64LittleEndian(number, NextFactIndex);
        hash.AppendData(number);
        AppendText(hash, eventType);
        BinaryPrimitives.WriteInt32LittleEndian(number, schemaVersion);
        hash.AppendData(number[..4]);
        AppendText(hash, facts);
        _head = hash.GetHashAndReset();
        NextFactIndex++;
        return _head;
    }

    private static void AppendText(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
