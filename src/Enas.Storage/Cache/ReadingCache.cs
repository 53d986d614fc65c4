using Enas.Pipeline.Events;
using Enas.Pipeline.Messages;
using Enas.Storage.Export;
using Enas.Storage.Files;
using Enas.Storage.Folders;
using Enas.Storage.Log;
using Enas.Storage.Readings;

namespace Enas.Storage.Cache;

/// <summary>
/// What one verified reading of the first segments of a long log came to, kept beside the log for later readings: a summary, and the events
/// in one file. It stands for these segments only while every byte of theirs is the one that was verified, which is looked at each time.
/// The log is the truth: without a cache, or with one that does not fit, the log itself is read.
/// </summary>
internal sealed class ReadingCache
{
    /// <summary>A log of fewer segments is read in less time than a cache is worth.</summary>
    public const int FewestSegments = 256;

    internal const string EventsName = "reading-cache.parquet";

    private readonly SearchFolder _folder;

    private ReadingCache(SearchFolder folder, CacheRecord record, CommittedRow first, CommittedRow last)
    {
        _folder = folder;
        Record = record;
        First = first;
        Last = last;
    }

    /// <summary>The first event of the log, read from it.</summary>
    public CommittedRow First { get; }

    /// <summary>The last event that it stands for, read from the log.</summary>
    public CommittedRow Last { get; }

    /// <summary>Facts among its events, as the log's own footer counts them.</summary>
    public long FactCount => Record.FactCount;

    /// <summary>What is kept.</summary>
    internal CacheRecord Record { get; }

    /// <summary>Events that it stands for: those after them are read from the log.</summary>
    public long EventCount => Record.EventCount;

    /// <summary>Type of the last of them.</summary>
    public string LastEventType => Last.Row.EventType;

    /// <summary>Whether the search is complete with them.</summary>
    public bool IsComplete => Record.IsComplete;

    /// <summary>What the writer's summary of them was.</summary>
    public string Summary => Record.Summary;

    /// <summary>Opens the cache of a log.</summary>
    /// <param name="log">Its log, open for reading.</param>
    /// <param name="program">The program that reads; what another one summarized is not used.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Null when there is none, it is not whole, it contradicts the log, or a byte of its segments is not what it was.</returns>
    public static async ValueTask<ReadingCache?> TryOpenAsync(
        SearchFolder folder, ParquetEventLog log, string program, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(log);
        return log.SegmentCount >= FewestSegments ? (await ExamineAsync(folder, log, program, cancellationToken)).Cache : null;
    }

    /// <summary>The same for who wants the summary: one without is not looked at any further, since that would take about as long as the
    /// log itself.</summary>
    public static async ValueTask<ReadingCache?> TryOpenSummaryAsync(
        SearchFolder folder, ParquetEventLog log, string program, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return folder.IsLocal && CacheRecord.Read(folder).Record is { Summary: ICacheSummary.None } ? null
            : await TryOpenAsync(folder, log, program, cancellationToken);
    }

    /// <summary>Opens the cache of a log, or says in words why readers do not use it; neither where there is none, or the log
    /// cannot be read.</summary>
    internal static async ValueTask<(ReadingCache? Cache, string? Unusable)> ExamineAsync(
        SearchFolder folder, ParquetEventLog log, string program, CancellationToken cancellationToken)
    {
        var (record, unusable) = folder.IsLocal ? CacheRecord.Read(folder) : (null, null);
        if (record is null)
        {
            return (null, unusable);
        }

        return record.Program != program
            ? (null, $"it was made by version {ForeignText.Shown(record.Program)} of enas, and this is {program}")
            : record.SegmentCount < FewestSegments || record.SegmentCount > log.SegmentCount
                ? (null, $"it is said to stand for {record.SegmentCount} segments: at "
                    + $"least {FewestSegments}, and at most the {log.SegmentCount} of the log, are possible")
            : await TryBindAsync(folder, log, record, cancellationToken);
    }

    /// <summary>
    /// Binds it to the log: what it says of its end is what the log's own segments say there, verified, and the bytes of all segments are
    /// those that it was made from.
    /// </summary>
    private static async ValueTask<(ReadingCache? Cache, string? Unusable)> TryBindAsync(
        SearchFolder folder, ParquetEventLog log, CacheRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var (first, last, heads) = await log.EndsAsync(record.SegmentCount);
            var agrees = record.EventCount == heads.NextSequence && record.FactCount == heads.FactCount
                && record.EventHead == Convert.ToHexStringLower(heads.EventHead.Span)
                    && record.FactHead == Convert.ToHexStringLower(heads.FactHead.Span)
                && record.LastEventType == last.Row.EventType;
            return !agrees ? (null, "what it says of the end of the log is not what the log has there")
                : await log.DigestAsync(record.SegmentCount, cancellationToken) != record.SegmentsSha256
                    ? (null, "the segments are not those that it was made from")
                : (new ReadingCache(folder, record, first, last), null);
        }
        catch (Exception fault) when (fault is LogDamagedException or LogUnavailableException)
        {
            // Whoever reads the log meets the same, and says so.
            return (null, null);
        }
    }

    /// <summary>
    /// Reads a log, verifying everything, and publishes the cache of it. For the process that wrote the log, when it has closed it; nothing
    /// is done for a short log. A failure leaves no cache, or one that does not fit, and is not told: the log is as it was.
    /// </summary>
    /// <param name="program">The program that summarizes.</param>
    /// <param name="summary">Gets all events, and is kept.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task PublishAsync(
        SearchFolder folder, string program, ICacheSummary summary, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(summary);
        if (!folder.IsLocal)
        {
            return;
        }

        try
        {
            await using var log = await ParquetEventLog.OpenReadAsync(folder, cancellationToken);
            if (log.SegmentCount >= FewestSegments)
            {
                await PublishAsync(folder, log, program, summary, cancellationToken);
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
            // The size comes first, so that nobody can make a reader hash without end.
            return new FileInfo(path).Length == Record.EventsBytes && Record.EventsBytes <= MostEventsBytes(_folder)
                && await FileDigest.OfAsync(path, cancellationToken) == Record.EventsSha256 ? path : null;
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            return null;
        }
    }

    private static async Task PublishAsync(
        SearchFolder folder, ParquetEventLog log, string program, ICacheSummary summary, CancellationToken cancellationToken)
    {
        Sweep(folder);
        FreeSpace.Require(folder.Files, folder.Root, BytesOfSegments(folder), minimumFreeMegabytes: null);

        // The same bytes before and after are the bytes that were verified in between.
        var count = log.SegmentCount;
        var before = await log.DigestAsync(count, cancellationToken);
        var (span, milestones) = (new RecordingSpan(), new Milestones());
        var events = await LogExport.RunAsync(folder, ExportFormat.Parquet, RecoveryMode.Strict,
            Path.Combine(folder.Export, EventsName), LogExport.GroupEvents, cancellationToken, summary, span, milestones);
        if (events.Log.EventHead != log.EventHead || await log.DigestAsync(count, cancellationToken) != before)
        {
            return;
        }

        var record = new CacheRecord
        {
            Program = program,
            SegmentCount = count,
            SegmentsSha256 = before,
            EventCount = log.NextSequence,
            FactCount = log.FactCount,
            EventHead = log.EventHead,
            FactHead = log.FactHead,
            EventsBytes = events.ByteCount,
            EventsSha256 = await FileDigest.OfAsync(events.File, cancellationToken),
            LastEventType = span.LastEventType!,
            IsComplete = milestones.IsComplete,
            Summary = summary.ToText(),
        };
        if (!record.TryWrite(folder))
        {
            // The events are of use by themselves.
            _ = (record with { Summary = ICacheSummary.None }).TryWrite(folder);
        }
    }

    // What a process left that died while it published; the writer of the log is the only one that does.
    private static void Sweep(SearchFolder folder)
    {
        foreach (var name in Directory.Exists(folder.Export) ? Directory.GetFiles(folder.Export, "reading-cache.*.partial") : [])
        {
            File.Delete(name);
        }
    }

    // In fewer and larger groups the events take a third of the room that they take in the log.
    private static long MostEventsBytes(SearchFolder folder) => (2 * BytesOfSegments(folder)) + (1 << 20);

    private static long BytesOfSegments(SearchFolder folder) =>
        new DirectoryInfo(folder.Segments).EnumerateFiles().Sum(file => file.Length);
}
