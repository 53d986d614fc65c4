namespace Enas.Host.Dashboard.Following;

/// <summary>
/// The searches that are in memory: eight at most, and the one that was asked for longest ago goes for a ninth. One is read at a time, so
/// that a search that runs on the same machine loses little.
/// </summary>
/// <param name="changed">Told of each change of a search.</param>
internal sealed class SearchShelf(TimeProvider time, Action<FollowedSearch> changed) : IAsyncDisposable
{
    /// <summary>So many searches are in memory at most.</summary>
    public const int Most = 8;

    private const int LongLog = 50_000;

    // Somebody who looks at a page asks again within it.
    private static readonly TimeSpan s_watched = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_far = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly Dictionary<string, FollowedSearch> _searches = new(StringComparer.Ordinal);

    /// <summary>Those in memory.</summary>
    public IReadOnlyList<FollowedSearch> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _searches.Values];
            }
        }
    }

    /// <summary>The search of an id if it is in memory; nobody is said to have asked for it.</summary>
    public FollowedSearch? Peek(string id)
    {
        lock (_lock)
        {
            return _searches.GetValueOrDefault(id);
        }
    }

    /// <summary>The search, which is begun to be read where it is not in memory.</summary>
    public FollowedSearch Get(FoundSearch found)
    {
        FollowedSearch? gone = null;
        FollowedSearch search;
        lock (_lock)
        {
            if (_searches.TryGetValue(found.Id, out var known) && known.Found == found && known.Failure is null)
            {
                known.Touch();
                return known;
            }

            _searches.Remove(found.Id);
            if (_searches.Count >= Most)
            {
                gone = _searches.Values.MinBy(one => one.LastUse)!;
                _searches.Remove(gone.Found.Id);
            }

            search = new FollowedSearch(found, time);
            _searches.Add(found.Id, search);
        }

        _ = Task.Run(() => FirstReadAsync(search));
        _ = gone?.DisposeAsync().AsTask();
        return search;
    }

    /// <summary>Reads on those that somebody looks at, one after the other.</summary>
    /// <param name="isWatched">Whether somebody waits for news of an id.</param>
    public async Task FollowAsync(Func<string, bool> isWatched)
    {
        foreach (var search in All)
        {
            if (search is { IsRead: true, HasEnded: false } && IsDue(search)
                && (isWatched(search.Found.Id) || time.GetElapsedTime(search.LastUse) < s_watched))
            {
                await ReadOnAsync(search, null);
            }
        }
    }

    // A look at an object store is a request.
    private bool IsDue(FollowedSearch search) =>
        !StoreCatalog.IsAddress(search.Found.Path) || time.GetElapsedTime(search.LastLook) >= s_far;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var search in All)
        {
            await search.DisposeAsync();
        }
    }

    private async Task FirstReadAsync(FollowedSearch search)
    {
        var told = time.GetTimestamp();
        await ReadOnAsync(search, () =>
        {
            if (time.GetElapsedTime(told) > TimeSpan.FromMilliseconds(500))
            {
                told = time.GetTimestamp();
                changed(search);
            }
        });
        if (search.EventCount > LongLog)
        {
            // Reading a long log leaves several times what is kept of it, and nothing after it would have it collected.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    private async Task ReadOnAsync(FollowedSearch search, Action? committed)
    {
        await _reading.WaitAsync();
        try
        {
            if (await search.ReadOnAsync(committed))
            {
                changed(search);
            }
        }
        catch (ObjectDisposedException)
        {
            // It went while it waited for its turn.
        }
        finally
        {
            _reading.Release();
        }
    }
}
