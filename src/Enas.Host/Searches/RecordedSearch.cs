using Enas.Host.Cli;
using Enas.Host.Settings;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;

namespace Enas.Host.Searches;

/// <summary>A search as its folder has it, read and verified once. Nothing here writes.</summary>
internal sealed class RecordedSearch : SearchGlance
{
    /// <summary>Number of events by type, in order of first appearance.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> EventCounts { get; init; }

    /// <summary>The first step of each phase of each round.</summary>
    public required IReadOnlyList<StepPosition> PhaseChanges { get; init; }

    /// <summary>The last architectures that were sampled, in order.</summary>
    public required IReadOnlyCollection<string> RecentTokens { get; init; }

    /// <summary>Rewards, in order.</summary>
    public required IReadOnlyList<BestSample> Rewards { get; init; }

    /// <summary>The device that it last ran on, as its backend named it; null where none is recorded.</summary>
    public string? Device { get; init; }

    /// <summary>The space that was searched.</summary>
    public SearchSpace Space => SpaceCatalog.Create(Job);

    /// <summary>Opens a search and folds its log.</summary>
    public static new async Task<RecordedSearch> OpenAsync(string path)
    {
        var folder = SearchFolder.Open(path, HostSettings.Read().Storage);
        var isBeingWritten = WriterLock.IsHeld(folder);
        await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
        return await OpenAsync(folder, log, isBeingWritten);
    }

    /// <summary>Folds a log that was opened.</summary>
    public static async Task<RecordedSearch> OpenAsync(SearchFolder folder, ParquetEventLog log, bool? isBeingWritten)
    {
        var fold = await LogFold.OfAsync(log);
        JobFiles.Require(folder, fold.Opening);
        return Create(folder, fold, (log.FactHead, log.EventHead, log.NextSequence, log.FactCount, log.SegmentCount),
            damage: null, isBeingWritten);
    }

    /// <summary>Opens a search as far as its log is intact.</summary>
    public static async Task<RecordedSearch> OpenUntilDamageAsync(string path)
    {
        var folder = SearchFolder.Open(path, HostSettings.Read().Storage);
        var log = new RecoveredLog(folder, RecoveryMode.UntilDamage);
        var fold = await LogFold.OfAsync(log.ReadAsync(CancellationToken.None));
        return Create(folder, fold, (log.FactHead, log.EventHead, log.EventCount, log.FactCount, log.SegmentCount),
            log.Damage?.Message ?? EditedJob(folder, fold));
    }

    /// <summary>The job with every default, as it was first run.</summary>
    /// <exception cref="JobRefusedException">It cannot be read as one.</exception>
    public static JobOptions ReadJob(SearchFolder folder)
    {
        var document = ResolvedJob.FromResolvedJson(folder.ReadResolvedJob(), folder.ResolvedJob);
        return document.Options ?? throw new JobRefusedException(document.Errors, document.ErrorKind);
    }

    private static string? EditedJob(SearchFolder folder, LogFold fold)
    {
        try
        {
            JobFiles.Require(folder, fold.Opening);
            return null;
        }
        catch (LogDamagedException edited)
        {
            return edited.Message;
        }
    }

    private static RecordedSearch Create(
        SearchFolder folder, LogFold fold, (string FactHead, string EventHead, long EventCount, long FactCount, int SegmentCount) log,
            string? damage, bool? isBeingWritten = null) => new()
        {
            Folder = folder,
            IsBeingWritten = isBeingWritten,
            RecentTokens = fold.RecentTokens,
            Job = JobLoading.Override(ReadJob(folder), fold.State.JobChanges),
            State = fold.State,
            Fingerprint = log.FactHead,
            EventHead = log.EventHead,
            EventCount = log.EventCount,
            FactCount = log.FactCount,
            SegmentCount = log.SegmentCount,
            LastEventType = fold.LastEventType,
            EventCounts = fold.Counts,
            PhaseChanges = fold.PhaseChanges,
            Rewards = fold.Rewards,
            Recorded = fold.First is { } first && fold.Last is { } last ? (first, last) : null,
            Device = fold.Device,
            Damage = damage,
        };
}
