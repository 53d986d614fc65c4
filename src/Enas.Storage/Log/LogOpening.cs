using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Storage;

/// <summary>Opens a log for writing: lock, check, verify, sweep, and claim the next epoch by committing it.</summary>
internal static class LogOpening
{
    internal const string LockName = "writer.lock";
    private const int MaximumSearchIdLength = 128;

    public static async ValueTask<ParquetEventLog> OpenWriterAsync(
        SearchFolder folder, WriterDescription writer, TimeProvider time, bool useLock, bool verifyAll, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(time);
        CheckSearchId(writer.SearchId);
        var writerLock = useLock ? Lock(folder) : null;
        try
        {
            Settle(folder);
            if (writerLock is not null)
            {
                Sweep(folder);
            }

            return await ClaimAsync(folder, writer, time, writerLock, verifyAll, cancellationToken);
        }
        catch
        {
            writerLock?.Dispose();
            throw;
        }
    }

    private static async ValueTask<ParquetEventLog> ClaimAsync(
        SearchFolder folder, WriterDescription writer, TimeProvider time, IDisposable? writerLock, bool verifyAll, CancellationToken cancellationToken)
    {
        var catalog = new SegmentCatalog(folder);
        await catalog.RefreshAsync(cancellationToken);
        var last = await VerifyAsync(catalog, verifyAll ? 0 : await FirstUnverifiedAsync(catalog), cancellationToken);
        var epoch = catalog.WriterEpoch + 1;
        var searchId = catalog.Footers.Count == 0 ? writer.SearchId : catalog.Footers[0].SearchId;
        var segments = new SegmentWriter(folder, catalog, searchId, epoch, time, writerLock);
        while (true)
        {
            var opened = HostEvents.Opened(writer, epoch, catalog.Heads.NextSequence - 1, DigestJobs(folder), last);
            var (committed, winner) = await segments.TryCommitAsync([opened]);
            if (committed is not null)
            {
                return new ParquetEventLog(catalog, segments, committed[^1]);
            }

            if (winner!.WriterEpoch >= epoch)
            {
                throw new LogFencedException($"another process opened this search for writing at the same time (epoch {winner.WriterEpoch})");
            }

            // A writer of an earlier epoch got in before this one was known: its events are part of the log, go on after them.
            var before = catalog.Footers.Count;
            await catalog.RefreshAsync(cancellationToken);
            last = await VerifyAsync(catalog, before, cancellationToken);
        }
    }

    /// <summary>Number of the first segment that no earlier opening has verified.</summary>
    private static async ValueTask<int> FirstUnverifiedAsync(SegmentCatalog catalog)
    {
        var opening = catalog.Footers.Count - 1;
        while (opening > 0 && catalog.Footers[opening - 1].WriterEpoch == catalog.WriterEpoch)
        {
            opening--;
        }

        if (opening <= 0)
        {
            return 0;
        }

        // The row that says how far was verified is itself verified first.
        var segment = await catalog.ReadVerifiedAsync(opening);
        return Math.Min(catalog.SegmentOf(HostEvents.VerifiedThrough(segment.Rows[0]) + 1), opening);
    }

    private static async ValueTask<CommittedRow?> VerifyAsync(SegmentCatalog catalog, int first, CancellationToken cancellationToken)
    {
        CommittedRow? last = null;
        for (var number = first; number < catalog.Footers.Count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            last = (await catalog.ReadVerifiedAsync(number)).Rows[^1];
        }

        return last;
    }

    // A courtesy to people who start a search twice. What keeps two writers apart is the number of the next segment.
    internal static IDisposable Lock(SearchFolder folder)
    {
        try
        {
            folder.Files.CreateDirectory(folder.Staging);
            return folder.Files.TryLock(Path.Combine(folder.Staging, LockName))
                ?? throw new LogFencedException($"another process has {folder.Root} open for writing");
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot lock {folder.Root}", fault);
        }
    }

    // Whoever created the folder may have died between giving it a name and making the name durable; a log must not stand on that.
    private static void Settle(SearchFolder folder)
    {
        try
        {
            folder.Files.FlushDirectory(folder.Root);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot flush {folder.Root}", fault);
        }
    }

    // They are not in the chain by themselves; by this any change of theirs is found too.
    private static IReadOnlyList<KeyValuePair<string, string>> DigestJobs(SearchFolder folder)
    {
        try
        {
            return JobDigests.Of(folder);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot read the job files of {folder.Root}", fault);
        }
    }

    private static void Sweep(SearchFolder folder)
    {
        try
        {
            foreach (var name in folder.Files.List(folder.Staging))
            {
                if (name != LockName)
                {
                    folder.Files.Delete(Path.Combine(folder.Staging, name));
                }
            }
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot empty {folder.Staging}", fault);
        }
    }

    private static void CheckSearchId(string id)
    {
        if (string.IsNullOrEmpty(id) || id.Length > MaximumSearchIdLength || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            throw new ArgumentException($"'{id}' is not a search id: 1 to {MaximumSearchIdLength} letters, digits, '-', '_' or '.'");
        }
    }
}
