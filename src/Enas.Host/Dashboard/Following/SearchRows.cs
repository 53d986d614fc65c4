using Enas.Host.Cli;
using Enas.Host.Searches;

namespace Enas.Host.Dashboard.Following;

/// <summary>What one look at a search said, for a list.</summary>
/// <param name="Found">The search.</param>
internal sealed record LookedAt(FoundSearch Found)
{
    /// <summary>It; null where it cannot be opened.</summary>
    public RecordedSearch? Search { get; init; }

    /// <summary>Why it cannot be opened; null where it can.</summary>
    public string? Reason { get; init; }

    /// <summary>Its status, as it is now.</summary>
    public string Status => Search is null ? SearchStatus.Unreadable
        : Search.Status is SearchStatus.Running or SearchStatus.Interrupted ? SearchStatus.OfOpen(WriterLock.IsHeld(Search.Folder))
        : Search.Status;

    /// <summary>The course of its reward; null where the look did not read it, see <see cref="RewardCurves"/>.</summary>
    public IReadOnlyList<double?>? Curve { get; init; }

    /// <summary>What tells whether it was written since.</summary>
    public long Stamp { get; init; }
}

/// <summary>
/// The rows of the list of searches. A search is looked at when it was written since the last look; all are looked at one after the other
/// in the background, so that a list of hundreds comes at once and grows.
/// </summary>
/// <param name="catalogue">The searches.</param>
internal sealed class SearchRows(SearchCatalogue catalogue, TimeProvider time) : IAsyncDisposable
{
    // What is in an object store has no time that a look at its folder tells.
    private static readonly TimeSpan s_far = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, LookedAt> _rows = new(StringComparer.Ordinal);
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
            return [.. searches.Select(found => (found, _rows.GetValueOrDefault(found.Id) is { } row && row.Found == found ? row : null))];
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
    }

    private async Task LookAsync(IReadOnlyList<FoundSearch> searches)
    {
        foreach (var found in searches)
        {
            _end.Token.ThrowIfCancellationRequested();
            var stamp = StampOf(found.Path);
            lock (_lock)
            {
                if (_rows.GetValueOrDefault(found.Id) is { } known && known.Found == found && known.Stamp == stamp)
                {
                    continue;
                }
            }

            var row = await LookAtAsync(found) with { Stamp = stamp };
            lock (_lock)
            {
                _rows[found.Id] = row;
            }
        }

        lock (_lock)
        {
            foreach (var gone in _rows.Keys.Except(searches.Select(found => found.Id), StringComparer.Ordinal).ToArray())
            {
                _rows.Remove(gone);
            }
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
