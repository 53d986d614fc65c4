using System.Globalization;
using Enas.Pipeline.Files;

namespace Enas.Storage;

/// <summary>Reads whole objects.</summary>
internal static class StoreReading
{
    /// <summary>The bytes of an object; null when it is absent.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="key">Its key.</param>
    /// <param name="mostBytes">The most that it may have: looked at before anything is read.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnusableFileException">It is larger than it may be, or no regular file.</exception>
    public static async ValueTask<byte[]?> TryReadAllAsync(this ISearchStore store, string key, long mostBytes, CancellationToken cancellationToken)
    {
        var stream = await store.OpenReadAsync(key, cancellationToken);
        if (stream is null)
        {
            return null;
        }

        await using (stream)
        {
            return ReadAll(stream, key, mostBytes);
        }
    }

    /// <summary>The bytes of a stream whose length is known.</summary>
    public static byte[] ReadAll(Stream stream, string name, long mostBytes)
    {
        if (stream.Length > Math.Min(mostBytes, Array.MaxLength))
        {
            throw new UnusableFileException(string.Create(CultureInfo.InvariantCulture, $"{name} has {stream.Length:N0} bytes; at most {mostBytes:N0} are read here"));
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
