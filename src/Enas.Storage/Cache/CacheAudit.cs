using Enas.Pipeline.Events;
using Enas.Storage.Audit;
using Enas.Storage.Export;
using Enas.Storage.Files;
using Enas.Storage.Folders;
using Enas.Storage.Log;
using Enas.Storage.Readings;

namespace Enas.Storage.Cache;

/// <summary>
/// A reading cache against its log. Readers look at the ends, the counts and every byte of the log, and not at what the cache says of the
/// middle; whoever can write the folder could make it say anything there.
/// </summary>
internal static class CacheAudit
{
    /// <summary>Adds to a report what is wrong with the cache: damage where readers would use it, a note where they pass it over.</summary>
    /// <param name="report">What an audit found of the log.</param>
    /// <param name="program">The program that reads.</param>
    /// <param name="summary">Gets the events that the cache stands for, and is what it should have kept.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="LogDamagedException">The log was damaged since it was audited.</exception>
    /// <exception cref="LogUnavailableException">It cannot be read.</exception>
    public static async Task<AuditReport> AddToAsync(
        AuditReport report, SearchFolder folder, string program, ICacheSummary summary, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(summary);
        if (report.SegmentCount == 0 || report.IntactSegmentCount < report.SegmentCount)
        {
            return report;
        }

        await using var log = await ParquetEventLog.OpenReadAsync(folder, cancellationToken);
        var (cache, unusable) = await ReadingCache.ExamineAsync(folder, log, program, cancellationToken);
        if (cache is null)
        {
            return unusable is null ? report : report.With(Unusable(EntryNames.ReadingCache, unusable));
        }

        // The cache ends where a segment ends.
        var milestones = new Milestones();
        var reading = new LogReading(log, summary, milestones);
        await reading.ReadOnAsync(cancellationToken, () => reading.NextSequence >= cache.EventCount);
        if (await DifferenceAsync(cache, log, summary, cancellationToken) is { } difference)
        {
            return report.With(new AuditFinding(
                FindingCodes.CacheDisagrees, IsDamage: true, $"export/{EntryNames.ReadingCache}", null, null,
                $"export/{EntryNames.ReadingCache} {difference}, so show, ls and sql "
                    + $"may have said what the log does not say; remove export/reading-cache.*: nothing is lost with it"));
        }

        return await cache.TryFindEventsAsync(cancellationToken) is null
            ? report.With(Unusable(ReadingCache.EventsName, "it is not the file of events that was made with reading-cache.json"))
            : milestones.IsComplete != cache.IsComplete
                ? report.With(Unusable(EntryNames.ReadingCache, "what it says of the end of the search is not what the log has"))
                : report;
    }

    private static AuditFinding Unusable(string name, string reason) => new(
        FindingCodes.CacheUnusable, IsDamage: false, $"export/{name}", null, null,
        $"export/{name} is not used, and the log itself is read: {reason}. It can be removed; nothing is lost with it");

    private static async Task<string?> DifferenceAsync(
        ReadingCache cache, ParquetEventLog log, ICacheSummary summary, CancellationToken cancellationToken)
    {
        if (cache.Summary != ICacheSummary.None && summary.ToText() != cache.Summary)
        {
            return "sums the log up to something else than its events come to";
        }

        if (await cache.TryFindEventsAsync(cancellationToken) is not { } path)
        {
            return null;
        }

        try
        {
            await ExportVerification.VerifyAsync(path, [await RangeAsync(cache, log)]);
            return null;
        }
        catch (Exception damage) when (damage is not (OperationCanceledException or OutOfMemoryException or LogUnavailableException))
        {
            // The codec has its own words for a file that it cannot read.
            return "stands for a file of events that are not those of the log";
        }
    }

    private static async ValueTask<EventRange> RangeAsync(ReadingCache cache, ParquetEventLog log) =>
        new(0, cache.Record.SegmentCount - 1, 0, cache.EventCount - 1)
        {
            PreviousEventHead = LogHeads.Start.EventHead,
            After = (await log.EndsAsync(cache.Record.SegmentCount)).Heads,
        };
}
