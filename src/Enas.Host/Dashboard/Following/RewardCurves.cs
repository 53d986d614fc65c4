using Enas.Pipeline.Search;

namespace Enas.Host.Dashboard.Following;

/// <summary>
/// The courses of the rewards of searches that a look alone does not know: where a reading cache spares a long log, its rewards were not
/// read. They are read for the rows that are shown, one search after the other in the background; of one that goes on, again when it
/// has grown by an eighth. What could not be read is read again after a while.
/// </summary>
internal sealed class RewardCurves(TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LookedAt> _wanted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _failed = new(StringComparer.Ordinal);
    private Task _reading = Task.CompletedTask;
    private int _count;

    /// <summary>Courses that were read: another number says that there is something new.</summary>
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
            if ((known is null || IsOld(known.RewardCount, row.Search.State)) && !HasJustFailed(row.Found.Id))
            {
                _wanted[row.Found.Id] = row;
                _reading = _reading.IsCompleted && !_end.IsCancellationRequested ? Task.Run(ReadWantedAsync) : _reading;
            }

            return known?.Curve ?? [];
        }
    }

    /// <summary>Ends a reading that goes on, at its next commit.</summary>
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

    /// <summary>Whether a course is to be read again.</summary>
    /// <param name="rewardCount">Rewards that it was made of.</param>
    /// <param name="state">The search by now.</param>
    internal static bool IsOld(long rewardCount, SearchState state) => state.Completed is null
        ? rewardCount + (rewardCount / 8) < state.RewardCount : rewardCount != state.RewardCount;

    // Under the lock.
    private bool HasJustFailed(string id) =>
        _failed.TryGetValue(id, out var at) && time.GetElapsedTime(at) < SearchShelf.Again;

    private async Task ReadWantedAsync()
    {
        while (Next() is { } row)
        {
            Keep(row, await ReadAsync(row.Found.Path));
        }
    }

    // A course that was known stays where it cannot be read again.
    private void Keep(LookedAt row, IReadOnlyList<double?>? curve)
    {
        lock (_lock)
        {
            _wanted.Remove(row.Found.Id);
            if (curve is null)
            {
                _failed[row.Found.Id] = time.GetTimestamp();
                return;
            }

            _failed.Remove(row.Found.Id);
            _known[row.Found.Id] = new Known(row.Found.Path, row.Search!.State.RewardCount, curve);
        }

        Interlocked.Increment(ref _count);
    }

    private LookedAt? Next()
    {
        lock (_lock)
        {
            return _wanted.Values.FirstOrDefault();
        }
    }

    // Null for what cannot be read; why is said where the search is opened.
    private async Task<IReadOnlyList<double?>?> ReadAsync(string path)
    {
        var curve = new RewardCurve();
        try
        {
            await RecordedSearch.OpenAsync(path, RecoveryMode.Strict, _end.Token, curve);
            return curve.Values;
        }
        catch (Exception error) when (error is not OutOfMemoryException && !_end.IsCancellationRequested)
        {
            return null;
        }
    }

    private sealed record Known(string Path, long RewardCount, IReadOnlyList<double?> Curve);
}
