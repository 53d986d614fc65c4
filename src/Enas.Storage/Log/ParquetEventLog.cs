using System.Runtime.CompilerServices;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Storage.Files;
using Enas.Storage.Folders;

namespace Enas.Storage.Log;

/// <summary>
/// The log of one search as a folder of Parquet segments, where each segment is one commit. Not thread-safe: one search, one writer,
/// one call at a time.
/// </summary>
internal sealed class ParquetEventLog : IEventLog
{
    private readonly SegmentCatalog _catalog;
    private readonly SegmentWriter? _writer;
    private CommittedRow? _last;
    private bool _closed;

    internal ParquetEventLog(SegmentCatalog catalog, SegmentWriter? writer, CommittedRow? last)
    {
        _catalog = catalog;
        _writer = writer;
        _last = last;
    }

    /// <inheritdoc/>
    public long NextSequence => _catalog.Heads.NextSequence;

    /// <inheritdoc/>
    public long FactCount => _catalog.Heads.FactCount;

    /// <inheritdoc/>
    public string FactHead => Convert.ToHexStringLower(_catalog.Heads.FactHead.Span);

    /// <inheritdoc/>
    public string EventHead => Convert.ToHexStringLower(_catalog.Heads.EventHead.Span);

    /// <summary>Number of the last opening for writing, from 1; 0 when there was none.</summary>
    public long WriterEpoch => _catalog.WriterEpoch;

    /// <summary>Identity of the search; null while the log is empty.</summary>
    public string? SearchId => _catalog.SearchId;

    /// <summary>Number of segments, which is the number of commits.</summary>
    public int SegmentCount => checked((int)_catalog.Count);

    /// <summary>
    /// Opens for writing, an empty log or one to go on with: checks the numbers of all segments, reads and verifies those that no earlier
    /// writer has verified, removes what was left in the staging folder, and commits a <c>writer-opened</c> event.
    /// </summary>
    /// <param name="writer">Who opens it.</param>
    /// <param name="time">Clock for <c>recorded_at</c>.</param>
    /// <param name="cancellationToken">Honoured until the commit begins.</param>
    /// <exception cref="LogFencedException">Another process has it open for writing.</exception>
    /// <exception cref="LogDamagedException">The log is not what its hashes say.</exception>
    /// <exception cref="LogUnavailableException">Disk or I/O failure.</exception>
    public static ValueTask<ParquetEventLog> OpenWriterAsync(
        SearchFolder folder, WriterDescription writer, TimeProvider time, CancellationToken cancellationToken) =>
        LogOpening.OpenWriterAsync(folder, writer, time, useLock: true, verifyAll: false, cancellationToken);

    /// <summary>
    /// Opens for reading what is committed now: checks the numbers of all segments and the footer of the last. Each segment is checked by
    /// digest, place and row as it is read. Writes nothing, takes no lock, and may stand beside a writer.
    /// </summary>
    /// <exception cref="LogDamagedException">The log is not what its hashes say, or was removed.</exception>
    /// <exception cref="LogUnavailableException">I/O failure.</exception>
    public static async ValueTask<ParquetEventLog> OpenReadAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var catalog = new SegmentCatalog(folder);
        await catalog.RefreshAsync(cancellationToken);
        if (catalog.Count == 0)
        {
            await AbsentLog.RefuseAsync(folder, cancellationToken);
        }

        return new ParquetEventLog(catalog, writer: null, last: null);
    }

    /// <summary>
    /// Whether a living process has a log open for writing, as far as its lock tells: on a file system without locks it tells nothing, in
    /// an object store only after the life of a lease. Holds the lock for a moment.
    /// </summary>
    /// <exception cref="LogUnavailableException">I/O failure.</exception>
    public static async ValueTask<bool> HasWriterAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            await using var free = await LogOpening.LockAsync(folder, cancellationToken);
            return false;
        }
        catch (LogFencedException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The log was opened for reading, or closed.</exception>
    /// <exception cref="ArgumentException">A row cannot be kept as it is, or <paramref name="expectedSequence"/> is not the next one;
    /// nothing was written and the log goes on.</exception>
    public async ValueTask<IReadOnlyList<CommittedRow>> AppendAsync(
        long expectedSequence, IReadOnlyList<LogRow> rows, CancellationToken cancellationToken)
    {
        if (_writer is null || _closed)
        {
            throw new InvalidOperationException(_closed ? "the log is closed" : "the log is open for reading only");
        }

        if (expectedSequence != NextSequence)
        {
            throw new ArgumentException($"event {NextSequence} comes next, not {expectedSequence}", nameof(expectedSequence));
        }

        RowChecks.Check(rows);
        cancellationToken.ThrowIfCancellationRequested();
        var committed = await _writer.CommitAsync(rows);
        _last = committed[^1];
        return committed;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CommittedRow> ReadAsync(
        long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fromSequence);
        await foreach (var segment in ReadAfterAsync(null, fromSequence, cancellationToken))
        {
            foreach (var row in segment.Rows)
            {
                if (row.Sequence >= fromSequence)
                {
                    yield return row;
                }
            }
        }
    }

    /// <summary>The footer of the last segment; null while the log is empty.</summary>
    internal SegmentFooter? Last => _catalog.Last;

    /// <summary>The segments after one that was read, which the first of them must continue.</summary>
    /// <param name="read">Footer of the segment that was read last; null where none was.</param>
    /// <param name="from">The event to begin with where none was read.</param>
    /// <param name="cancellationToken">Looked at before each.</param>
    internal async IAsyncEnumerable<Segment> ReadAfterAsync(
        SegmentFooter? read, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = read is null ? await _catalog.SegmentOfAsync(from) : read.Number + 1;
        await foreach (var segment in _catalog.ReadVerifiedFromAsync(first, cancellationToken, read))
        {
            yield return segment;
        }
    }

    /// <summary>The first opening that recorded the digests of the job files, see <see cref="JobFiles"/>; null where none did.</summary>
    /// <exception cref="LogDamagedException">A segment on the way is damaged.</exception>
    /// <exception cref="LogUnavailableException">I/O failure.</exception>
    internal async ValueTask<LogRow?> FirstOpeningAsync() => _catalog.Count == 0 ? null : await JobDigests.FirstOpeningAsync(_catalog);

    /// <summary>The first event, the last one of the first segments, and the heads after it; both ends are verified.</summary>
    /// <param name="segmentCount">How many segments, from the first.</param>
    /// <exception cref="LogDamagedException">One of the two ends is damaged.</exception>
    /// <exception cref="LogUnavailableException">I/O failure.</exception>
    internal async ValueTask<(CommittedRow First, CommittedRow Last, LogHeads Heads)> EndsAsync(int segmentCount)
    {
        var last = await _catalog.ReadVerifiedAsync(segmentCount - 1);
        return ((await _catalog.ReadVerifiedAsync(0)).Rows[0], last.Rows[^1], last.Footer.After);
    }

    /// <summary>
    /// SHA-256 of the SHA-256 of the files of the first segments, in order: equal bytes, equal digest. Says nothing of what is in them.
    /// </summary>
    /// <param name="segmentCount">How many, from the first.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="LogDamagedException">One is missing.</exception>
    /// <exception cref="LogUnavailableException">I/O failure.</exception>
    internal async ValueTask<string> DigestAsync(int segmentCount, CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(await _catalog.DigestAsync(segmentCount, cancellationToken));

    /// <summary>Finds what another process committed since; for readers that follow a running search.</summary>
    /// <returns>True when there is more.</returns>
    /// <exception cref="LogDamagedException">The log was cut, repaired or replaced since, or is damaged.</exception>
    /// <exception cref="InvalidOperationException">The log is open for writing: nobody else writes it.</exception>
    public async ValueTask<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        if (_writer is not null)
        {
            throw new InvalidOperationException("a writer knows its log; only a reader can be refreshed");
        }

        var before = _catalog.Count;
        await _catalog.RefreshAsync(cancellationToken);
        return _catalog.Count > before;
    }

    /// <summary>
    /// Commits a <c>writer-closed</c> event, which tells the next writer that all before it was verified: what was there at the opening
    /// then or earlier, what came since as it was written. No append is possible afterwards. Call it on a clean stop, not on a failure.
    /// </summary>
    /// <param name="reason">Why the writer stops, as text for people: <c>completed</c>, <c>stopped</c>, <c>time limit</c>.</param>
    /// <param name="cancellationToken">Honoured until the commit begins.</param>
    public async ValueTask CloseAsync(string reason, CancellationToken cancellationToken)
    {
        await AppendAsync(NextSequence, [HostEvents.Closed(reason, NextSequence - 1, _last)], cancellationToken);
        _closed = true;
    }

    /// <summary>Releases the lock. Writes nothing.</summary>
    public ValueTask DisposeAsync()
    {
        _closed = true;
        return _writer?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
