using Enas.Host.Cli;

namespace Enas.Host.Dashboard.Following;

/// <summary>
/// The rows of the list of searches. A search is looked at when it was written since the last look; all are looked at one after the other
/// in the background, so that a list of hundreds comes at once and grows. What was read of a search that goes on is not read again.
/// </summary>
/// <param name="catalogue">The searches.</param>
/// <param name="followed">What is known of a search that is followed for a page of its own; null of any other.</param>
internal sealed class SearchRows(
    SearchCatalogue catalogue, TimeProvider time, Func<FoundSearch, LookedAt?> followed) : IAsyncDisposable
{
    // What is in an object store has no time that a look at its folder tells.
    private static readonly TimeSpan s_far = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, LookedAt> _rows = new(StringComparer.Ordinal);
    private readonly GrowingRows _growing = new();
    private Task _looking = Task.CompletedTask;

    /// <summary>Whether a look goes on.</summary>
    public bool IsLooking
    {
        get
        {
            lock (_lock)
            {
                return !_looking.IsCompleted;
            }
        }
    }

    /// <summary>The rows that are known within a moment; those of searches that were not looked at yet are null.</summary>
    public async Task<IReadOnlyList<(FoundSearch Found, LookedAt? Row)>> RowsAsync(TimeSpan patience)
    {
        var searches = (await catalogue.LookAsync()).Searches;
        Task looking;
        lock (_lock)
        {
            _end.Token.ThrowIfCancellationRequested();
            _looking = _looking.IsCompleted ? Task.Run(() => LookAsync(searches)) : _looking;
            looking = _looking;
        }

        await looking.WaitAsync(patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (looking.IsCompleted)
        {
            await looking; // What it failed of is no list that is not complete yet.
        }

        lock (_lock)
        {
            return [.. searches.Select(found => (found, followed(found) ?? KnownOf(found)))];
        }
    }

    /// <summary>Ends a look that goes on, at the next commit that it reads.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Task looking;
        lock (_lock)
        {
            looking = _looking;
        }

        await looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _growing.DisposeAsync();
    }

    private async Task LookAsync(IReadOnlyList<FoundSearch> searches)
    {
        foreach (var found in searches.Where(found => followed(found) is null))
        {
            _end.Token.ThrowIfCancellationRequested();
            var stamp = StampOf(found.Path);
            var known = KnownOf(found);
            if (known?.Stamp == stamp)
            {
                continue;
            }

            var readOn = known is null ? null : await _growing.LookAsync(known, _end.Token);
            var look = readOn ?? await LookAtAsync(found);
            var row = look with { Stamp = stamp };
            lock (_lock)
            {
                _rows[found.Id] = row;
            }
        }

        await _growing.KeepAsync(searches);
        lock (_lock)
        {
            foreach (var gone in _rows.Keys.Except(searches.Select(found => found.Id), StringComparer.Ordinal).ToArray())
            {
                _rows.Remove(gone);
            }
        }
    }

    private LookedAt? KnownOf(FoundSearch found)
    {
        lock (_lock)
        {
            return _rows.GetValueOrDefault(found.Id) is { } known && known.Found == found ? known : null;
        }
    }

    private async Task<LookedAt> LookAtAsync(FoundSearch found)
    {
        try
        {
            var curve = new RewardCurve();
            var search = await RecordedSearch.GlanceAsync(found.Path, _end.Token, curve);
            return new LookedAt(found) { Search = search, Curve = curve.Count == search.State.RewardCount ? curve.Values : null };
        }
        catch (Exception error) when (error is not OutOfMemoryException && !_end.IsCancellationRequested)
        {
            return new LookedAt(found) { Reason = ErrorMapping.Of(error).Lines[0] };
        }
    }

    private long StampOf(string path)
    {
        try
        {
            return StoreCatalog.IsAddress(path) ? time.GetUtcNow().Ticks / s_far.Ticks
                : Directory.GetLastWriteTimeUtc(Path.Combine(path, "segments")).Ticks;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
