using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>
/// The data digest of a token corpus: SHA-256 over what was decoded, never over file bytes, so line ends, white space and compression do
/// not matter. Hashed, all integers little-endian:
/// <list type="number">
/// <item>the number of words (u64), then per word its length in bytes (u32) and its UTF-8 bytes;</item>
/// <item>for train, valid, test in this order: the number of tokens (u64), then each id (u32).</item>
/// </list>
/// </summary>
internal static class TokenDigest
{
    private const int BlockIds = 16 * 1024;

    public static string Of(TokenCorpus corpus)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendWords(hash, corpus.Vocabulary);
        AppendStream(hash, corpus.Train);
        AppendStream(hash, corpus.Valid);
        AppendStream(hash, corpus.Test);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The digest of words in their order: SHA-256 of the first of the two items alone.</summary>
    public static string Of(Vocabulary vocabulary)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendWords(hash, vocabulary);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendWords(IncrementalHash hash, Vocabulary vocabulary)
    {
        AppendLength(hash, vocabulary.Count);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        foreach (var word in vocabulary.Words)
        {
            var bytes = Encoding.UTF8.GetBytes(word);
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AppendStream(IncrementalHash hash, ReadOnlySpan<int> tokens)
    {
        AppendLength(hash, tokens.Length);
        var block = new byte[BlockIds * sizeof(int)];
        for (var start = 0; start < tokens.Length; start += BlockIds)
        {
            var ids = tokens.Slice(start, Math.Min(BlockIds, tokens.Length - start));
            for (var i = 0; i < ids.Length; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(i * sizeof(int)), ids[i]);
            }

            hash.AppendData(block, 0, ids.Length * sizeof(int));
        }
    }

    private static void AppendLength(IncrementalHash hash, long length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        hash.AppendData(bytes);
    }
}
