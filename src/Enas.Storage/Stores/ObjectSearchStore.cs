using Enas.Storage.Files;

namespace Enas.Storage.Stores;

/// <summary>
/// A search under a prefix of an object store. A commit is one conditional PUT; doubt about it is settled by reading the object back and
/// comparing bytes, which no two writers have in common (the event of an opening holds an identity of the writer).
/// </summary>
/// <param name="client">The store, one attempt a call.</param>
/// <param name="location">Address of the search, for people.</param>
/// <param name="prefix">What all its keys begin with, with a <c>/</c> at the end.</param>
/// <param name="retries">How often a request is repeated.</param>
/// <param name="lease">How long a writer that says nothing counts as alive; zero for no courtesy between writers.</param>
internal sealed class ObjectSearchStore(
    IObjectClient client, string location, string prefix, RetryPolicy retries, TimeSpan lease) : ISearchStore
{
    private bool _probed;

    public string Location => location;

    /// <summary>
    /// Proves that the store honours the condition of a PUT: of two to one key, the second must be refused. A store that ignores it
    /// would let two writers overwrite each other's commits, and no later check could tell.
    /// </summary>
    /// <exception cref="IOException">It does not, or did not answer.</exception>
    public async ValueTask PrepareForWritingAsync(CancellationToken cancellationToken)
    {
        if (_probed)
        {
            return;
        }

        var key = $"{EntryNames.Staging}/probe-{Guid.NewGuid():N}";
        var first = await PutAsync(key, "first"u8.ToArray(), cancellationToken);
        var second = await PutAsync(key, "second"u8.ToArray(), cancellationToken);
        var kept = await GetAsync(key, cancellationToken);
        await DeleteAsync(key, cancellationToken);
        if (first.Outcome == PutOutcome.Unknown || second.Outcome == PutOutcome.Unknown)
        {
            throw new IOException($"{location} did not answer whether it honours conditional writes: {first.Reason ?? second.Reason}");
        }

        if (first.Outcome != PutOutcome.Stored || second.Outcome != PutOutcome.Taken || !"first"u8.SequenceEqual(kept))
        {
            throw new IOException(
                $"{location} does not honour conditional writes (PUT with If-None-Match: "
                    + $"*): two writers could overwrite each other, so it cannot hold a search");
        }

        _probed = true;
    }

    public ValueTask<IAsyncDisposable?> TryLockAsync(CancellationToken cancellationToken) =>
        lease == TimeSpan.Zero ? ValueTask.FromResult<IAsyncDisposable?>(new NoLease())
            : WriterLease.TryTakeAsync(
                this, new ObjectSearchStore(client, location, prefix, retries with { Attempts = 1 }, lease), lease, retries.Time,
                cancellationToken);

    // Nothing is staged in the store, and a probe that another writer is in the middle of must not be removed. What is left of the
    // leases of dead writers is removed by whoever takes the next.
    public void SweepStaging()
    {
    }

    public ValueTask<IStagedObject> StageAsync(long byteCount, Action<IByteSink> write)
    {
        if (byteCount > Array.MaxLength)
        {
            throw new IOException($"{location}: {byteCount:N0} bytes are to be written as one object, and one request carries at most "
                + $"{Array.MaxLength:N0}; keep a search with such large weights in a folder of this machine");
        }

        var buffer = new StagedBytes(this, checked((int)byteCount));
        write(buffer);
        return ValueTask.FromResult<IStagedObject>(buffer);
    }

    public ValueTask<bool> ExistsAsync(string key, CancellationToken cancellationToken) =>
        retries.RunAsync(() => client.ExistsAsync(prefix + key, cancellationToken), cancellationToken);

    public async ValueTask<Stream?> OpenReadAsync(string key, CancellationToken cancellationToken) =>
        await GetAsync(key, cancellationToken) is { } bytes ? new MemoryStream(bytes, writable: false) : null;

    public async ValueTask<IReadOnlyList<string>> ListAsync(string folder, string? from, CancellationToken cancellationToken)
    {
        var start = folder.Length == 0 ? prefix : $"{prefix}{folder}/";

        // Listings begin after a key, and the name itself must be among the answers.
        var startAfter = from is null ? null : string.Concat(start, from.AsSpan(0, from.Length - 1));
        var names = new List<string>();
        string? continuation = null;
        do
        {
            var at = continuation;
            var page = await retries.RunAsync(() => client.ListAsync(start, startAfter, at, cancellationToken), cancellationToken);
            names.AddRange(page.Keys.Select(key => key[start.Length..]));
            continuation = page.Continuation;
        }
        while (continuation is not null);

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    public ValueTask SettleAsync(string key) => ValueTask.CompletedTask;

    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken) =>
        await retries.RunAsync(
            async () =>
            {
                await client.DeleteAsync(prefix + key, cancellationToken);
                return true;
            },
            cancellationToken);

    private ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken) =>
        retries.RunAsync(() => client.GetAsync(prefix + key, cancellationToken), cancellationToken);

    private ValueTask<PutResult> PutAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        ConditionalPut.RunAsync(client, retries, prefix + key, bytes, cancellationToken);

    private sealed class StagedBytes(ObjectSearchStore store, int capacity) : IStagedObject, IByteSink
    {
        private readonly MemoryStream _bytes = new(capacity);

        public void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

        public Stream OpenRead() => new MemoryStream(_bytes.GetBuffer(), 0, (int)_bytes.Length, writable: false);

        public ValueTask<PutResult> PutIfAbsentAsync(string key) =>
            store.PutAsync(key, _bytes.GetBuffer().AsMemory(0, (int)_bytes.Length), CancellationToken.None);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class NoLease : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
