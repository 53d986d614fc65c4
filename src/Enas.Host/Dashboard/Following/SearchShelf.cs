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

    /// <summary>What could not be read is tried again so long after it was.</summary>
    internal static readonly TimeSpan Again = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly Dictionary<string, FollowedSearch> _searches = new(StringComparer.Ordinal);
    private readonly List<Task> _background = [];
    private bool _hasEnded;

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

    /// <summary>The search, which is begun to be read where it is not in memory, and where it could not be read a while ago.</summary>
    /// <exception cref="OperationCanceledException">The shelf was disposed.</exception>
    public FollowedSearch Get(FoundSearch found)
    {
        lock (_lock)
        {
            if (_hasEnded)
            {
                throw new OperationCanceledException("the dashboard is ending");
            }

            if (_searches.TryGetValue(found.Id, out var known) && known.Found == found && !IsToBeTriedAgain(known))
            {
                known.Touch();
                return known;
            }

            Remove(known ?? (_searches.Count >= Most ? _searches.Values.MinBy(one => one.LastUse) : null));
            var search = new FollowedSearch(found, time, known?.Found == found ? known.Failure : null);
            _searches.Add(found.Id, search);
            InBackground(() => FirstReadAsync(search));
            return search;
        }
    }

    /// <summary>Reads on those that somebody looks at, one after the other.</summary>
    /// <param name="isWatched">Whether somebody waits for news of an id.</param>
    /// <param name="end">Ends it after the search that it is at.</param>
    /// <returns>Whether any of them is another than before.</returns>
    public async Task<bool> FollowAsync(Func<string, bool> isWatched, CancellationToken end)
    {
        var isAny = false;
        foreach (var search in All)
        {
            if (IsFollowed(search, isWatched) && IsDue(search))
            {
                isAny |= await ReadOnAsync(search, null, end);
            }
        }

        return isAny;
    }

    /// <summary>What a list says of a search that is followed, which is not read again for it; null of any other.</summary>
    /// <param name="isWatched">Whether somebody waits for news of an id.</param>
    public LookedAt? RowOf(FoundSearch found, Func<string, bool> isWatched) =>
        Peek(found.Id) is { } search && search.Found == found && IsFollowed(search, isWatched) ? search.Row : null;

    private bool IsFollowed(FollowedSearch search, Func<string, bool> isWatched) =>
        search is { IsRead: true, HasEnded: false, Failure: null }
        && (isWatched(search.Found.Id) || time.GetElapsedTime(search.LastUse) < s_watched);

    // A look at an object store is a request.
    private bool IsDue(FollowedSearch search) =>
        !StoreCatalog.IsAddress(search.Found.Path) || time.GetElapsedTime(search.LastLook) >= s_far;

    /// <summary>Ends all reading, that which has begun at its next commit, and closes the logs.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] background;
        lock (_lock)
        {
            _hasEnded = true;
            foreach (var search in _searches.Values.ToArray())
            {
                Remove(search);
            }

            background = [.. _background];
        }

        await Task.WhenAll(background);
    }

    private bool IsToBeTriedAgain(FollowedSearch search) =>
        search.Failure is not null && time.GetElapsedTime(search.LastLook) >= Again;

    // Under the lock.
    private void Remove(FollowedSearch? search)
    {
        if (search is not null)
        {
            _searches.Remove(search.Found.Id);
            InBackground(() => search.DisposeAsync().AsTask());
        }
    }

    // Under the lock.
    private void InBackground(Func<Task> work)
    {
        _background.RemoveAll(task => task.IsCompleted);
        _background.Add(Task.Run(work));
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
        }, CancellationToken.None);
        if (search.EventCount > LongLog)
        {
            // Reading a long log leaves several times what is kept of it, and nothing after it would have it collected.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    private async Task<bool> ReadOnAsync(FollowedSearch search, Action? committed, CancellationToken end)
    {
        await _reading.WaitAsync(end);
        try
        {
            var isAnother = await search.ReadOnAsync(committed);
            if (isAnother)
            {
                changed(search);
            }

            return isAnother;
        }
        finally
        {
            _reading.Release();
        }
    }
}
