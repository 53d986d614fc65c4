using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Enas.Pipeline.Ports;
using Enas.Storage.Files;

namespace Enas.Storage.Checkpoints;

/// <summary>Streams a checkpoint to and from disk, hashing as it goes: tensors may be hundreds of megabytes, so nothing
/// is held twice.</summary>
internal static class SafetensorsFile
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Size of the file of a checkpoint, in bytes.</summary>
    public static long ByteCountOf(SafetensorsHeader header) =>
        header.ToBytes().Length + (header.Slots.Count == 0 ? 0 : header.Slots[^1].End);

    /// <summary>Writes a checkpoint as laid out by <see cref="SafetensorsHeader.Of"/>; returns its digest.</summary>
    public static string Write(IByteSink sink, SafetensorsHeader header, IReadOnlyList<CheckpointTensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Put(header.ToBytes());
        foreach (var tensor in tensors)
        {
            PutValues(tensor.Values.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Put(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            sink.Write(bytes);
        }

        void PutValues(ReadOnlySpan<float> values)
        {
            const int block = BlockBytes / sizeof(float);
            for (var at = 0; at < values.Length; at += block)
            {
                Put(LittleEndian(values.Slice(at, Math.Min(block, values.Length - at))));
            }
        }
    }

    /// <summary>Reads a whole file and checks it against its digest.</summary>
    /// <exception cref="InvalidDataException">Header, layout or digest are wrong.</exception>
    public static Checkpoint Read(Stream stream, string digest, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var prefix = Take(stream, hash, SafetensorsHeader.PrefixLength);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var available = stream.Length - SafetensorsHeader.PrefixLength;
        if (length > SafetensorsHeader.MaximumLength || (long)length > available)
        {
            throw new InvalidDataException($"its header claims {length} bytes in a file of {stream.Length}");
        }

        var header = SafetensorsHeader.Parse(Take(stream, hash, (int)length), available - (long)length);
        var values = new float[header.Slots.Count][];
        foreach (var index in Enumerable.Range(0, values.Length).OrderBy(i => header.Slots[i].Begin).ThenBy(i => header.Slots[i].End))
        {
            values[index] = new float[(header.Slots[index].End - header.Slots[index].Begin) / sizeof(float)];
            Fill(stream, hash, values[index], cancellationToken);
        }

        var actual = Convert.ToHexStringLower(hash.GetHashAndReset());
        return actual == digest
            ? new Checkpoint(header.Step, header.Texts,
                [.. header.Slots.Select((slot, i) => new CheckpointTensor(slot.Name, slot.Shape, values[i]))])
            { Sections = header.Sections }
            : throw new InvalidDataException($"its digest is {actual}");
    }

    /// <summary>The digest of a file, lower-case hexadecimal.</summary>
    public static string Digest(Stream stream) => Convert.ToHexStringLower(SHA256.HashData(stream));

    private static byte[] Take(Stream stream, IncrementalHash hash, int count)
    {
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        hash.AppendData(bytes);
        return bytes;
    }

    private static void Fill(Stream stream, IncrementalHash hash, float[] values, CancellationToken cancellationToken)
    {
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        for (var at = 0; at < bytes.Length; at += BlockBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var block = bytes.Slice(at, Math.Min(BlockBytes, bytes.Length - at));
            stream.ReadExactly(block);
            hash.AppendData(block);
        }

        if (!BitConverter.IsLittleEndian)
        {
            var words = MemoryMarshal.Cast<float, int>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }

    private static ReadOnlySpan<byte> LittleEndian(ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            return MemoryMarshal.AsBytes(values);
        }

        var words = new int[values.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(values), words);
        return MemoryMarshal.AsBytes(words.AsSpan());
    }
}
