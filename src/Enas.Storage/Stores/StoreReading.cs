using Enas.Pipeline.Files;
using Enas.Storage.Files;

namespace Enas.Storage.Stores;

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
    public static async ValueTask<byte[]?> TryReadAllAsync(
        this ISearchStore store, string key, long mostBytes, CancellationToken cancellationToken)
    {
        var stream = await store.OpenReadAsync(key, cancellationToken);
        if (stream is null)
        {
            return null;
        }

        await using (stream)
        {
            return WholeStream.ReadAll(stream, key, mostBytes);
        }
    }
}
