namespace Enas.Storage;

/// <summary>Reads whole objects.</summary>
internal static class StoreReading
{
    /// <summary>The bytes of an object; null when it is absent.</summary>
    /// <exception cref="IOException">It cannot be read, or is too large to be read at once.</exception>
    public static async ValueTask<byte[]?> TryReadAllAsync(this ISearchStore store, string key, CancellationToken cancellationToken)
    {
        var stream = await store.OpenReadAsync(key, cancellationToken);
        if (stream is null)
        {
            return null;
        }

        await using (stream)
        {
            return ReadAll(stream, key);
        }
    }

    /// <summary>The bytes of a stream whose length is known.</summary>
    public static byte[] ReadAll(Stream stream, string name)
    {
        if (stream.Length > Array.MaxLength)
        {
            throw new IOException($"{name} has {stream.Length} bytes, more than can be read at once");
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
