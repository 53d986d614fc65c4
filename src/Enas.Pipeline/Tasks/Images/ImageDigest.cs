using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// The data digest of an image corpus: SHA-256 over what was decoded and how it is split, never over file bytes, so file names, compression
/// and layout do not matter. Class names are not hashed, only labels. Hashed, all integers little-endian:
/// <list type="number">
/// <item>channels, height, width, number of classes (u32 each);</item>
/// <item>for train, valid, test in this order: the number of images (u64), their labels (u32 each), their pixels ([N, C, H, W],
/// a byte each).</item>
/// </list>
/// </summary>
internal static class ImageDigest
{
    public static string Of(ImageCorpus corpus)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendInts(hash, [corpus.Channels, corpus.Height, corpus.Width, corpus.ClassCount]);
        Append(hash, corpus.Train);
        Append(hash, corpus.Valid);
        Append(hash, corpus.Test);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, ImageSet set)
    {
        Span<byte> count = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteInt64LittleEndian(count, set.Count);
        hash.AppendData(count);
        AppendInts(hash, set.Labels);
        hash.AppendData(set.Pixels);
    }

    private static void AppendInts(IncrementalHash hash, ReadOnlySpan<int> values)
    {
        var bytes = new byte[values.Length * sizeof(int)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), values[i]);
        }

        hash.AppendData(bytes);
    }
}
