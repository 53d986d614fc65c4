using Enas.Pipeline.Search;

namespace Enas.Host.Dashboard.Following;

/// <summary>
/// The courses of the rewards of searches that a look alone does not know: where a reading cache spares a long log, its rewards were not
/// read. They are read for the rows that are shown, one search after the other in the background; of one that goes on, again when it
/// has grown by an eighth.
/// </summary>
internal sealed class RewardCurves : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LookedAt> _wanted = new(StringComparer.Ordinal);
    private Task _reading = Task.CompletedTask;
    private int _count;

    /// <summary>Readings that ended: another number says that there is something new.</summary>
    public int ReadCount => Volatile.Read(ref _count);

    /// <summary>The course as far as it is known; it is read where that is not far enough.</summary>
    public IReadOnlyList<double?> Of(LookedAt row)
    {
        if (row.Curve is { } seen || row.Search is null)
        {
            return row.Curve ?? [];
        }

        lock (_lock)
        {
            var known = _known.GetValueOrDefault(row.Found.Id) is { } one && one.Path == row.Found.Path ? one : null;
            if (known is null || IsOld(known.RewardCount, row.Search.State))
            {
                _wanted[row.Found.Id] = row;
                _reading = _reading.IsCompleted && !_end.IsCancellationRequested ? Task.Run(ReadWantedAsync) : _reading;
            }

            return known?.Curve ?? [];
        }
    }

    /// <summary>Ends a reading that goes on, at its next event.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Task reading;
        lock (_lock)
        {
            reading = _reading;
        }

        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static bool IsOld(long rewardCount, SearchState state) => state.Completed is null
        ? rewardCount + (rewardCount / 8) < state.RewardCount : rewardCount != state.RewardCount;

    private async Task ReadWantedAsync()
    {
        while (Next() is { } row)
        {
            var known = new Known(row.Found.Path, row.Search!.State.RewardCount, await ReadAsync(row.Found.Path));
            lock (_lock)
            {
                _known[row.Found.Id] = known;
                _wanted.Remove(row.Found.Id);
            }

            Interlocked.Increment(ref _count);
        }
    }

    private LookedAt? Next()
    {
        lock (_lock)
        {
            return _wanted.Values.FirstOrDefault();
        }
    }

    // What cannot be read has no course; why is said where the search is opened.
    private async Task<IReadOnlyList<double?>> ReadAsync(string path)
    {
        var curve = new RewardCurve();
        try
        {
            await RecordedSearch.OpenAsync(path, curve, new EndOfReading(_end.Token));
            return curve.Values;
        }
        catch (Exception error) when (error is not OutOfMemoryException && !_end.IsCancellationRequested)
        {
            return [];
        }
    }

    private sealed record Known(string Path, long RewardCount, IReadOnlyList<double?> Curve);
}
