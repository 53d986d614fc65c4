using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Storage;

/// <summary>
/// What one verified reading of the first segments of a long log came to, kept beside the log for later readings: a summary, and the events in one
/// file. It stands for these segments only while every byte of theirs is the one that was verified, which is looked at each time. The log is
/// the truth: without a cache, or with one that does not fit, the log itself is read.
/// </summary>
public sealed class ReadingCache
{
    /// <summary>A log of fewer segments is read in less time than a cache is worth.</summary>
    public const int FewestSegments = 256;

    internal const string EventsName = "reading-cache.parquet";

    private readonly SearchFolder _folder;
    private readonly CacheRecord _record;

    private ReadingCache(SearchFolder folder, CacheRecord record)
    {
        _folder = folder;
        _record = record;
    }

    /// <summary>Events that it stands for: those after them are read from the log.</summary>
    public long EventCount => _record.EventCount;

    /// <summary>Type of the last of them.</summary>
    public string LastEventType => _record.LastEventType;

    /// <summary>Whether the search is complete with them.</summary>
    public bool IsComplete => _record.IsComplete;

    /// <summary>What the writer's summary of them was.</summary>
    public string Summary => _record.Summary;

    /// <summary>Opens the cache of a log.</summary>
    /// <param name="folder">The search.</param>
    /// <param name="log">Its log, open for reading.</param>
    /// <param name="program">The program that reads; what another one summarized is not used.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Null when there is none, it is not whole, or a byte of its segments is not what it was.</returns>
    public static async ValueTask<ReadingCache?> TryOpenAsync(SearchFolder folder, ParquetEventLog log, string program, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(log);
        if (!folder.IsLocal || log.SegmentCount < FewestSegments || CacheRecord.TryRead(folder) is not { } record)
        {
            return null;
        }

        var isOfThisLog = record.Program == program && record.SegmentCount is >= FewestSegments && record.SegmentCount <= log.SegmentCount
            && (record.SegmentCount < log.SegmentCount || record.EventHead == log.EventHead);
        return isOfThisLog && await TryDigestAsync(log, record.SegmentCount, cancellationToken) == record.SegmentsSha256 ? new ReadingCache(folder, record) : null;
    }

    /// <summary>
    /// Reads a log, verifying everything, and publishes the cache of it. For the process that wrote the log, when it has closed it; nothing is
    /// done for a short log. A failure leaves no cache, or one that does not fit, and is not told: the log is as it was.
    /// </summary>
    /// <param name="folder">The search.</param>
    /// <param name="program">The program that summarizes.</param>
    /// <param name="summarize">Makes the summary from the events.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task PublishAsync(
        SearchFolder folder, string program, Func<IAsyncEnumerable<CommittedRow>, Task<string>> summarize, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(summarize);
        if (!folder.IsLocal)
        {
            return;
        }

        try
        {
            await using var log = await ParquetEventLog.OpenReadAsync(folder, cancellationToken);
            if (log.SegmentCount >= FewestSegments)
            {
                await PublishAsync(folder, log, program, summarize, cancellationToken);
            }
        }
        catch (Exception fault) when (fault is LogDamagedException or LogUnavailableException || FileFaults.IsFileFault(fault))
        {
            // Whoever reads the log meets the same, and says so.
        }
    }

    /// <summary>The file of the events it stands for, whole as it was published; null when it is not.</summary>
    internal async ValueTask<string?> TryFindEventsAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder.Export, EventsName);
        try
        {
            return await FileDigest.OfAsync(path, cancellationToken) == _record.EventsSha256 ? path : null;
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            return null;
        }
    }

    private static async Task PublishAsync(
        SearchFolder folder, ParquetEventLog log, string program, Func<IAsyncEnumerable<CommittedRow>, Task<string>> summarize, CancellationToken cancellationToken)
    {
        Sweep(folder);
        FreeSpace.Require(folder.Files, folder.Root, new DirectoryInfo(folder.Segments).EnumerateFiles().Sum(file => file.Length), minimumFreeMegabytes: null);

        // The same bytes before and after are the bytes that were verified in between.
        var count = log.SegmentCount;
        var before = await log.DigestAsync(count, cancellationToken);
        var (lastEventType, isComplete) = (string.Empty, false);
        var summary = await summarize(Watch(log.ReadAsync(0, cancellationToken), row =>
        {
            lastEventType = row.Row.EventType;
            isComplete |= lastEventType == SearchCompleted.Name;
        }));
        var events = await LogExport.RunAsync(folder, ExportFormat.Parquet, RecoveryMode.Strict, Path.Combine(folder.Export, EventsName), cancellationToken);
        if (events.Log.EventHead != log.EventHead || await log.DigestAsync(count, cancellationToken) != before)
        {
            return;
        }

        new CacheRecord
        {
            Program = program,
            SegmentCount = count,
            SegmentsSha256 = before,
            EventCount = log.NextSequence,
            EventHead = log.EventHead,
            EventsSha256 = await FileDigest.OfAsync(events.File, cancellationToken),
            LastEventType = lastEventType,
            IsComplete = isComplete,
            Summary = summary,
        }.Write(folder);
    }

    // What a process left that died while it published; the writer of the log is the only one that does.
    private static void Sweep(SearchFolder folder)
    {
        foreach (var name in Directory.Exists(folder.Export) ? Directory.GetFiles(folder.Export, "reading-cache.*.partial") : [])
        {
            File.Delete(name);
        }
    }

    private static async ValueTask<string?> TryDigestAsync(ParquetEventLog log, int segmentCount, CancellationToken cancellationToken)
    {
        try
        {
            return await log.DigestAsync(segmentCount, cancellationToken);
        }
        catch (Exception fault) when (fault is LogDamagedException or LogUnavailableException)
        {
            return null;
        }
    }

    private static async IAsyncEnumerable<CommittedRow> Watch(IAsyncEnumerable<CommittedRow> rows, Action<CommittedRow> see)
    {
        await foreach (var row in rows)
        {
            see(row);
            yield return row;
        }
    }
}
