using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Projections;
using Enas.Storage.Export;
using Enas.Storage.Folders;
using Enas.Storage.Log;
using Enas.Storage.Readings;
using Enas.Storage.Stores;

namespace Enas.Storage.Searches;

/// <summary>
/// A search after one verified reading of its log: what all who look at one need. Whoever needs more gives projections of its own to the
/// same reading. Nothing here writes.
/// </summary>
internal record SearchReading
{
    /// <summary>Its folder.</summary>
    public required SearchFolder Folder { get; init; }

    /// <summary>The job with every default, and with what later openings changed.</summary>
    public required JobOptions Job { get; init; }

    /// <summary>Its beginning and end, candidates, checkpoints.</summary>
    public required Milestones Milestones { get; init; }

    /// <summary>Where its log begins and ends.</summary>
    public required RecordingSpan Span { get; init; }

    /// <summary>Head of the fact chain.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Head of the event chain.</summary>
    public required string EventHead { get; init; }

    public required long FactCount { get; init; }

    public required int SegmentCount { get; init; }

    /// <summary>The first damage, where a recovery mode read around it; null for all of an intact log.</summary>
    public string? Damage { get; init; }

    /// <summary>Whether the damage is of a job file and not of the log: all of the log was read, and no repair gives the file
    /// back.</summary>
    public bool IsJobDamage { get; init; }

    /// <summary>Whether a process had it open for writing just before it was read; null where that cannot be known.</summary>
    public bool? IsBeingWritten { get; init; }

    /// <summary>Name of the folder.</summary>
    public string Name => Path.GetFileName(Folder.Root);

    /// <summary>The space that was searched.</summary>
    public SearchSpace Space => SpaceCatalog.Create(Job);

    public long EventCount => Span.EventCount;

    /// <summary>When the first and the last event were recorded; null while the log is empty.</summary>
    public (DateTimeOffset First, DateTimeOffset Last)? Recorded =>
        Span is { First: { } first, Last: { } last } ? (first, last) : null;

    /// <summary>How far it is, in one word. What came after a damage is not known, and the end may be there.</summary>
    public string Status => Damage is not null ? SearchStatus.Damaged : Milestones.Completed is not null ? SearchStatus.Complete
        : EventCount == 0 ? SearchStatus.Empty : Span.LastEventType == HostEvents.WriterClosed ? SearchStatus.Stopped
        : SearchStatus.OfOpen(IsBeingWritten);

    /// <summary>Reads a search.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="mode">What to do with damage.</param>
    /// <param name="projections">Who gets the events.</param>
    /// <param name="cancellationToken">Looked at between commits.</param>
    /// <exception cref="LogDamagedException">It is damaged, and the mode is strict.</exception>
    protected static async Task<SearchReading> ReadAsync(
        string path, RecoveryMode mode, IReadOnlyList<IProjection> projections, CancellationToken cancellationToken)
    {
        var folder = await SearchFolder.OpenAsync(path, StorageOptions.OfHost(), cancellationToken);
        if (mode != RecoveryMode.Strict)
        {
            return await ReadAsync(folder, new RecoveredLog(folder, mode), projections, cancellationToken);
        }

        var isBeingWritten = WriterLock.IsHeld(folder);
        await using var log = await ParquetEventLog.OpenReadAsync(folder, cancellationToken);
        return await ReadAsync(folder, log, projections, cancellationToken) with { IsBeingWritten = isBeingWritten };
    }

    /// <summary>Reads the log of a search, which is open.</summary>
    protected static async Task<SearchReading> ReadAsync(
        SearchFolder folder, ParquetEventLog log, IReadOnlyList<IProjection> projections, CancellationToken cancellationToken)
    {
        var (files, milestones, span) = (new JobFiles(), new Milestones(), new RecordingSpan());
        await new LogReading(log, [files, milestones, span, .. projections]).ReadOnAsync(cancellationToken);
        files.Require(folder);
        return Of(folder, log, milestones, span);
    }

    /// <summary>What was read of a log.</summary>
    internal static SearchReading Of(
        SearchFolder folder, ParquetEventLog log, Milestones milestones, RecordingSpan span, JobOptions? job = null) => Of(
            folder, milestones, span, (log.FactHead, log.EventHead, log.FactCount, log.SegmentCount), job ?? JobOf(folder, milestones));

    /// <summary>The job with every default, as it was first run.</summary>
    /// <exception cref="JobRefusedException">It cannot be read as one.</exception>
    public static JobOptions ReadJob(SearchFolder folder)
    {
        var document = ResolvedJob.FromResolvedJson(folder.ReadResolvedJob(), folder.ResolvedJob);
        return document.Options ?? throw new JobRefusedException(document.Errors, document.ErrorKind);
    }

    /// <summary>The job with every default, and with what was changed since.</summary>
    /// <exception cref="JobRefusedException">It cannot be read as one.</exception>
    internal static JobOptions JobOf(SearchFolder folder, Milestones milestones) =>
        JobChanges.Applied(ReadJob(folder), [.. milestones.Changes.SelectMany(change => change.Sets)]);

    private static async Task<SearchReading> ReadAsync(
        SearchFolder folder, RecoveredLog log, IReadOnlyList<IProjection> projections, CancellationToken cancellationToken)
    {
        var (files, milestones, span) = (new JobFiles(), new Milestones(), new RecordingSpan());
        IProjection[] all = [files, milestones, span, .. projections];
        await foreach (var committed in log.ReadAsync(cancellationToken))
        {
            all.Apply(committed);
        }

        var edited = log.Damage is null ? EditedJob(folder, files) : null;
        return Of(folder, milestones, span, (log.FactHead, log.EventHead, log.FactCount, log.SegmentCount), JobOf(folder, milestones))
            with
        { Damage = log.Damage?.Message ?? edited, IsJobDamage = edited is not null };
    }

    private static SearchReading Of(SearchFolder folder, Milestones milestones, RecordingSpan span,
        (string FactHead, string EventHead, long FactCount, int SegmentCount) log, JobOptions job) => new()
        {
            Folder = folder,
            Job = job,
            Milestones = milestones,
            Span = span,
            Fingerprint = log.FactHead,
            EventHead = log.EventHead,
            FactCount = log.FactCount,
            SegmentCount = log.SegmentCount,
        };

    private static string? EditedJob(SearchFolder folder, JobFiles files)
    {
        try
        {
            files.Require(folder);
            return null;
        }
        catch (LogDamagedException edited)
        {
            return edited.Message;
        }
    }
}
