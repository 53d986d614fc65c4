namespace Enas.Storage.Stores;

/// <summary>Objects below an address that are no search: results, data sets, folders of searches.</summary>
/// <param name="client">The store, one attempt a call.</param>
/// <param name="retries">How often a request is repeated.</param>
internal sealed class ObjectFolder(IObjectClient client, ObjectAddress address, RetryPolicy retries)
{
    /// <summary>The address, for people.</summary>
    public string Location => address.Text;

    /// <summary>Names of what looks like folders directly below it, in ordinal order.</summary>
    /// <exception cref="IOException">The store did not answer, or the bucket is not there.</exception>
    public async ValueTask<IReadOnlyList<string>> FoldersAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        string? continuation = null;
        do
        {
            var at = continuation;
            var page = await retries.RunAsync(() => client.ListFoldersAsync(address.Prefix, at, cancellationToken), cancellationToken);
            names.AddRange(page.Keys.Select(key => key[address.Prefix.Length..].TrimEnd('/')));
            continuation = page.Continuation;
        }
        while (continuation is not null);

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>Whether an object is there.</summary>
    public ValueTask<bool> ExistsAsync(string key, CancellationToken cancellationToken) =>
        retries.RunAsync(() => client.ExistsAsync(address.Prefix + key, cancellationToken), cancellationToken);

    /// <summary>The bytes of an object; null when it is absent.</summary>
    public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken) =>
        retries.RunAsync(() => client.GetAsync(address.Prefix + key, cancellationToken), cancellationToken);

    /// <summary>Stores an object, whatever was there before. Twice is as good as once, so a lost answer is asked for again.</summary>
    public async ValueTask ReplaceAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        await retries.RunAsync(
            async () =>
            {
                await client.PutAsync(address.Prefix + key, bytes, cancellationToken);
                return true;
            },
            cancellationToken);

    /// <summary>Stores an object unless the key has one.</summary>
    /// <returns>Stored, taken by other bytes, or unknown where the store cannot tell after all its attempts.</returns>
    public ValueTask<PutResult> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        ConditionalPut.RunAsync(client, retries, address.Prefix + key, bytes, cancellationToken);
}
