using Enas.Pipeline.Options;
using Enas.Pipeline.Projections;
using Enas.Storage.Folders;
using Enas.Storage.Log;
using Enas.Storage.Readings;
using Enas.Storage.Stores;

namespace Enas.Storage.Searches;

/// <summary>
/// A search that is read as it grows: what was read before is not read again. Every byte is held against its hash. Nothing here writes.
/// Not thread-safe.
/// </summary>
internal sealed class GrowingSearch : IAsyncDisposable
{
    private readonly SearchFolder _folder;
    private readonly ParquetEventLog _log;
    private readonly JobFiles _files = new();
    private readonly Milestones _milestones = new();
    private readonly RecordingSpan _span = new();
    private readonly LogReading _reading;
    private bool _isProven;
    private (int Changes, JobOptions Options)? _job;

    private GrowingSearch(SearchFolder folder, ParquetEventLog log, IReadOnlyList<IProjection> projections) =>
        (_folder, _log, _reading) = (folder, log, new LogReading(log, [_files, _milestones, _span, .. projections]));

    /// <summary>Commits that there were at the last look.</summary>
    public int SegmentCount => _log.SegmentCount;

    /// <summary>The search as far as it was read; where its log ends stays in it as it is now.</summary>
    public SearchReading Reading =>
        SearchReading.Of(_folder, _log, _milestones, _span.Copy(), JobNow()) with { IsBeingWritten = IsBeingWritten };

    /// <summary>Whether a process has it open for writing; null where that cannot be known.</summary>
    public bool? IsBeingWritten => WriterLock.IsHeld(_folder);

    /// <summary>Opens a search; nothing is read yet.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <param name="projections">Who gets the events.</param>
    /// <exception cref="Pipeline.Events.LogDamagedException">Its folder is not that of a search as it was left.</exception>
    public static async Task<GrowingSearch> OpenAsync(
        string path, CancellationToken cancellationToken, params IReadOnlyList<IProjection> projections)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var folder = await SearchFolder.OpenAsync(path, StorageOptions.OfHost(), cancellationToken);
        return new GrowingSearch(folder, await ParquetEventLog.OpenReadAsync(folder, cancellationToken), projections);
    }

    /// <summary>Reads what was committed since the last call; the first call reads all that there is.</summary>
    /// <param name="read">Called after each commit.</param>
    /// <param name="cancellationToken">Looked at between commits; the next call goes on.</param>
    /// <returns>Whether there was anything.</returns>
    /// <exception cref="Pipeline.Events.LogDamagedException">It is not what its hashes say, or was replaced.</exception>
    public async Task<bool> ReadOnAsync(Action? read = null, CancellationToken cancellationToken = default)
    {
        var isMore = await _reading.ReadOnAsync(cancellationToken, () =>
        {
            read?.Invoke();
            return false;
        });
        if (!_isProven && _files.Opening is not null)
        {
            _files.Require(_folder);
            _isProven = true;
        }

        return isMore;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _log.DisposeAsync();

    // The file is read once it was held against the log, and again where the log says that something of the job was changed: to read it
    // for each commit was a fifth of what a page that is open cost.
    private JobOptions JobNow()
    {
        if (_job is { } known && known.Changes == _milestones.Changes.Count)
        {
            return known.Options;
        }

        var job = SearchReading.JobOf(_folder, _milestones);
        if (_isProven)
        {
            _job = (_milestones.Changes.Count, job);
        }

        return job;
    }
}
