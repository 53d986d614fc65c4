using Enas.Pipeline.Events;
using Enas.Pipeline.Files;
using Enas.Storage.Files;
using Enas.Storage.Folders;

namespace Enas.Storage.Log;

/// <summary>Opens a log for writing: lock, check, verify, sweep, and claim the next epoch by committing it.</summary>
internal static class LogOpening
{
    private const int MaximumSearchIdLength = 128;

    public static async ValueTask<ParquetEventLog> OpenWriterAsync(
        SearchFolder folder, WriterDescription writer, TimeProvider time, bool useLock, bool verifyAll, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(time);
        CheckSearchId(writer.SearchId);
        var writerLock = useLock ? await LockAsync(folder, cancellationToken) : null;
        try
        {
            await PrepareAsync(folder, cancellationToken);
            if (writerLock is not null)
            {
                Sweep(folder);
            }

            return await ClaimAsync(folder, writer, time, writerLock, verifyAll, cancellationToken);
        }
        catch
        {
            await (writerLock?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    private static async ValueTask<ParquetEventLog> ClaimAsync(
        SearchFolder folder, WriterDescription writer,
            TimeProvider time, IAsyncDisposable? writerLock, bool verifyAll, CancellationToken cancellationToken)
    {
        var catalog = new SegmentCatalog(folder);
        await RefreshAsync(folder, catalog, cancellationToken);
        var last = await VerifyAsync(catalog, verifyAll ? 0 : await FirstUnverifiedAsync(catalog), cancellationToken);
        await RequireJobFilesAsync(folder, catalog, isRepair: verifyAll, cancellationToken);
        var epoch = catalog.WriterEpoch + 1;
        var segments = new SegmentWriter(folder, catalog, catalog.SearchId ?? writer.SearchId, epoch, time, writerLock);
        while (true)
        {
            var opened = HostEvents.Opened(writer, epoch, catalog.Heads.NextSequence - 1, JobDigests.Of(folder), last);
            var (committed, winner) = await segments.TryCommitAsync([opened]);
            if (committed is not null)
            {
                return new ParquetEventLog(catalog, segments, committed[^1]);
            }

            if (winner!.WriterEpoch >= epoch)
            {
                throw new LogFencedException(
                    $"another process opened this search for writing at the same time (epoch {winner.WriterEpoch})");
            }

            // A writer of an earlier epoch got in before this one was known: its events are part of the log, go on after them.
            var before = catalog.Count;
            await RefreshAsync(folder, catalog, cancellationToken);
            last = await VerifyAsync(catalog, before, cancellationToken);
        }
    }

    // Before anything is written. A repair goes on where the first opening is gone; of what it keeps, it records what the files are now.
    private static async ValueTask RequireJobFilesAsync(
        SearchFolder folder, SegmentCatalog catalog, bool isRepair, CancellationToken cancellationToken)
    {
        if (isRepair)
        {
            return;
        }

        if (catalog.Count == 0)
        {
            await AbsentLog.RefuseAsync(folder, cancellationToken);
        }

        JobDigests.Require(folder, await JobDigests.FirstOpeningAsync(catalog));
    }

    // The writer of the last segment may have died, or be about to, between giving it its number and making the number durable. The next
    // number must not come before that: power lost between the two could keep the later name and lose the earlier one.
    private static async ValueTask RefreshAsync(SearchFolder folder, SegmentCatalog catalog, CancellationToken cancellationToken)
    {
        await catalog.RefreshAsync(cancellationToken);
        if (catalog.Count == 0)
        {
            return;
        }

        try
        {
            await folder.Store.SettleAsync(SegmentName.KeyOf(catalog.Count - 1));
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot flush {folder.Segments}", fault);
        }
    }

    /// <summary>
    /// Number of the first segment to verify. A writer that stopped cleanly says in the last event how far all was verified; one that did
    /// not has said it when it opened, and the segment of that opening is found by its epoch.
    /// </summary>
    private static async ValueTask<long> FirstUnverifiedAsync(SegmentCatalog catalog)
    {
        if (catalog.Count == 0)
        {
            return 0;
        }

        // The row that says how far was verified is itself verified first.
        var saying = catalog.Count - 1;
        var row = (await catalog.ReadVerifiedAsync(saying)).Rows[^1];
        if (row.Row.EventType != HostEvents.WriterClosed)
        {
            saying = await catalog.FirstOfEpochAsync(catalog.WriterEpoch);
            row = (await catalog.ReadVerifiedAsync(saying)).Rows[0];
        }

        return Math.Min(await catalog.SegmentOfAsync(HostEvents.VerifiedThrough(row) + 1), saying);
    }

    private static async ValueTask<CommittedRow?> VerifyAsync(SegmentCatalog catalog, long first, CancellationToken cancellationToken)
    {
        CommittedRow? last = null;
        await foreach (var segment in catalog.ReadVerifiedFromAsync(first, cancellationToken))
        {
            last = segment.Rows[^1];
        }

        return last;
    }

    // A courtesy to people who start a search twice. What keeps two writers apart is the number of the next segment.
    internal static async ValueTask<IAsyncDisposable> LockAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        // Looked at again at the moment from which on things are written and deleted here.
        FolderShape.Check(folder);
        try
        {
            return await folder.Store.TryLockAsync(cancellationToken)
                ?? throw new LogFencedException($"another process has {folder.Root} open for writing");
        }
        catch (UnusableFileException other)
        {
            // No fault of the disk: another attempt would find it again.
            throw new LogDamagedException(other.Message, other) { IsBeyondRepair = true };
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot lock {folder.Root}", fault);
        }
    }

    private static async ValueTask PrepareAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            await folder.Store.PrepareForWritingAsync(cancellationToken);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot write to {folder.Root}", fault);
        }
    }

    private static void Sweep(SearchFolder folder)
    {
        try
        {
            folder.Store.SweepStaging();
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot empty {folder.Staging}", fault);
        }
    }

    private static void CheckSearchId(string id)
    {
        if (string.IsNullOrEmpty(id) || id.Length > MaximumSearchIdLength
            || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            throw new ArgumentException($"'{id}' is not a search id: 1 to {MaximumSearchIdLength} letters, digits, '-', '_' or '.'");
        }
    }
}
