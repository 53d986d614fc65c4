using Enas.Host.Cli;
using Enas.Host.Readings;
using Enas.Host.Report;
using Enas.Pipeline.Events;
using Enas.Pipeline.Search;

namespace Enas.Host.Dashboard.Following;

/// <summary>
/// A search in memory: read once, verified, then followed. One reads at a time and one makes an answer at a time, so that no answer is of
/// half a commit.
/// </summary>
internal sealed class FollowedSearch : IAsyncDisposable
{
    /// <summary>The status of a search that is not read yet.</summary>
    public const string Reading = "reading";

    // Trainings lie in folders beside it, which are all looked at.
    private static readonly TimeSpan s_standAlone = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _end = new();
    private readonly TimeProvider _time;
    private readonly Failure? _before;
    private readonly TokenPool _pool = new();
    private readonly SearchSeries _series;
    private readonly ArchitectureRewards _rewards;
    private readonly SearchPace _pace = new();
    private readonly WriterOpenings _openings = new();
    private readonly WorkCosts _costs = new();
    private readonly RecordedCosts _known = new();
    private readonly SearchHappenings _happenings = new();
    private readonly FollowedSamples _recent = new();
    private readonly StateProjection _state = new();
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GrowingSearch? _growing;
    private SearchData? _data;
    private DateTimeOffset? _silentSince;
    private int _segments;
    private long _standAloneAt;
    private string _standAloneOf = string.Empty;

    /// <summary>A search that is not read yet.</summary>
    /// <param name="before">Why it could not be read the last time: that stands until it is read; null for the first time.</param>
    public FollowedSearch(FoundSearch found, TimeProvider time, Failure? before = null)
    {
        (Found, _time, _before) = (found, time, before);
        (_series, _rewards) = (new SearchSeries(_pool), new ArchitectureRewards(_pool));
        LastUse = time.GetTimestamp();
    }

    public FoundSearch Found { get; }

    /// <summary>Whether it was read once.</summary>
    public bool IsRead => _data is not null;

    /// <summary>Why it cannot be read at all; null for a search that can.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>Commits read and commits that there are.</summary>
    public (int Read, int Of) Progress =>
        (Volatile.Read(ref _segments), Math.Max(_growing?.SegmentCount ?? 0, Volatile.Read(ref _segments)));

    /// <summary>When somebody last asked for it.</summary>
    public long LastUse { get; private set; }

    /// <summary>When it was last read on.</summary>
    public long LastLook { get; private set; }

    /// <summary>Events that were read.</summary>
    public long EventCount => _data?.Report.EventCount ?? 0;

    /// <summary>Its status at the last look.</summary>
    public string Status => _data?.Report.Status ?? Reading;

    /// <summary>About so many bytes.</summary>
    public long Bytes => 56L * (_series.Rewards.Count + _series.Samples.Count + _series.Entropies.Count + _series.Losses.Count)
        + (24L * _pace.Points.Count) + (220L * _pool.Count);

    /// <summary>Whether nothing will come any more.</summary>
    public bool HasEnded => Status is SearchStatus.Complete or SearchStatus.Damaged;

    /// <summary>What a list says of it; null where it cannot be read as a whole.</summary>
    public LookedAt? Row => Failure is null && _data is { Report.Damage: null } data
        ? new LookedAt(Found) { Search = data.Record, Curve = Spark, Stamp = data.Report.EventCount } : null;

    /// <summary>At most sixty values of its average reward.</summary>
    public IReadOnlyList<double?> Spark { get; private set; } = [];

    /// <summary>Waits a moment for the first reading.</summary>
    /// <returns>Why it cannot be read; null where it can, and where that is not known yet.</returns>
    public async Task<Failure?> FirstReadAsync(TimeSpan patience)
    {
        await _read.Task.WaitAsync(patience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Failure ?? (IsRead ? null : _before);
    }

    /// <summary>What was trained alone beside it, as it was a moment ago.</summary>
    /// <param name="search">The search, while it is used.</param>
    public async Task<StandAlone> StandAloneAsync(SearchData search)
    {
        if (KnownStandAlone is not { } known || _time.GetElapsedTime(_standAloneAt) > s_standAlone || _standAloneOf != search.Tag)
        {
            known = search.Report.IsTraining ? StandAlone.None : await StandAloneScores.OfAsync(search.Report);
            (KnownStandAlone, _standAloneAt, _standAloneOf) = (known, _time.GetTimestamp(), search.Tag);
        }

        return known;
    }

    /// <summary>The same where it was looked for once; null before.</summary>
    public StandAlone? KnownStandAlone { get; private set; }

    /// <summary>Notes that somebody asked for it.</summary>
    public void Touch() => LastUse = _time.GetTimestamp();

    /// <summary>Makes an answer of what was read. Nothing reads on meanwhile, so it makes it and does not send it.</summary>
    /// <param name="cancellationToken">Ends the wait for whoever has the search.</param>
    public async Task<T> UseAsync<T>(Func<SearchData, Task<T>> view, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await view(_data!);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Reads what came since the last time; a search that cannot be read is a failure and no error. Nothing is read once it is disposed.
    /// </summary>
    /// <param name="committed">Called after each commit of the first reading.</param>
    /// <returns>Whether anything is another than before.</returns>
    public async Task<bool> ReadOnAsync(Action? committed = null)
    {
        await _gate.WaitAsync();
        try
        {
            return !_end.IsCancellationRequested && await ReadAsync(committed);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            return false;
        }
        catch (LogUnavailableException) when (_data is not null)
        {
            return false; // What is read stays; another look goes on.
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return await ReadWhatIsThereAsync(error);
        }
        finally
        {
            LastLook = _time.GetTimestamp();
            _read.TrySetResult();
            _gate.Release();
        }
    }

    /// <summary>Ends a reading at its next commit, and closes the log. Whoever waits to use what was read still does.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _gate.WaitAsync();
        try
        {
            await (_growing?.DisposeAsync() ?? ValueTask.CompletedTask);
            _growing = null;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<bool> ReadAsync(Action? committed)
    {
        if (_data?.Report.Damage is not null)
        {
            return false;
        }

        _growing ??= await GrowingSearch.OpenAsync(
            Found.Path, _end.Token, _state, _series, _rewards, _pace, _openings, _costs, _known, _happenings);
        var isMore = await _growing.ReadOnAsync(() =>
        {
            Interlocked.Increment(ref _segments);
            committed?.Invoke();
        }, _end.Token);
        if (!isMore && _data is { } data && data.Report.IsBeingWritten == _growing.IsBeingWritten)
        {
            return IsSilentAnew(data);
        }

        Spark = RewardCurve.Of([.. _series.Rewards.Select(reward => reward.Point)]);
        _data = DataOf(_growing.Reading, _state.State, _series, _openings, _costs, _known, _rewards, _pace, _happenings, _pool)
            with
        { Recent = _recent };
        IsSilentAnew(_data);
        return true;
    }

    // Nothing comes of a search that has fallen silent, and that is what there is to tell.
    private bool IsSilentAnew(SearchData data)
    {
        var before = _silentSince;
        _silentSince = data.SilentSince(_time.GetUtcNow());
        return _silentSince != before;
    }

    // What is before a damage is shown, and said to be that.
    private async Task<bool> ReadWhatIsThereAsync(Exception error)
    {
        try
        {
            if (error is LogDamagedException)
            {
                return await ReadUntilDamageAsync();
            }

            Fail(error);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception nothing) when (nothing is not OutOfMemoryException)
        {
            Fail(nothing);
        }

        return true;
    }

    // When it was looked at is known before that it failed: it is looked at again after a while.
    private void Fail(Exception error)
    {
        LastLook = _time.GetTimestamp();
        Failure = ErrorMapping.Of(error);
    }

    private async Task<bool> ReadUntilDamageAsync()
    {
        var pool = new TokenPool();
        var (series, rewards, pace, happenings) =
            (new SearchSeries(pool), new ArchitectureRewards(pool), new SearchPace(), new SearchHappenings());
        var (openings, costs, known) = (new WriterOpenings(), new WorkCosts(), new RecordedCosts());
        var record = await RecordedSearch.OpenAsync(
            Found.Path, RecoveryMode.UntilDamage, _end.Token, series, rewards, pace, openings, costs, known, happenings);
        _data = DataOf(record, record.State, series, openings, costs, known, rewards, pace, happenings, pool);
        return true;
    }

    private SearchData DataOf(SearchReading reading, SearchState state, SearchSeries series, WriterOpenings openings, WorkCosts costs,
        RecordedCosts known, ArchitectureRewards rewards, SearchPace pace, SearchHappenings happenings,
        TokenPool pool) => new()
        {
            Found = Found,
            Report = ReportedSearch.Of(reading, series, openings, costs, known, pace),
            Record = RecordedSearch.Of(reading, state, openings.Device),
            Rewards = rewards,
            Pace = pace,
            Happenings = happenings,
            Different = pool.Count,
            ReadAt = _time.GetUtcNow(),
        };
}
