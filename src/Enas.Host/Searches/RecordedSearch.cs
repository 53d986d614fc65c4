using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces;
using Enas.Storage;

namespace Enas.Host.Searches;

/// <summary>A search as its folder has it, read and verified once. Nothing here writes.</summary>
internal sealed class RecordedSearch
{
    /// <summary>Its folder.</summary>
    public required SearchFolder Folder { get; init; }

    /// <summary>The job with every default, and with what later openings changed.</summary>
    public required JobOptions Job { get; init; }

    /// <summary>The fold of its log.</summary>
    public required SearchState State { get; init; }

    /// <summary>Head of the fact chain.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Head of the event chain.</summary>
    public required string EventHead { get; init; }

    public required long EventCount { get; init; }

    public required long FactCount { get; init; }

    public required int SegmentCount { get; init; }

    /// <summary>Type of the last event, null while the log is empty.</summary>
    public required string? LastEventType { get; init; }

    /// <summary>Number of events by type, in order of first appearance.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> EventCounts { get; init; }

    /// <summary>The first step of each phase of each round.</summary>
    public required IReadOnlyList<StepPosition> PhaseChanges { get; init; }

    /// <summary>Rewards, in order.</summary>
    public required IReadOnlyList<BestSample> Rewards { get; init; }

    /// <summary>When the first and the last event were recorded; null while the log is empty.</summary>
    public required (DateTimeOffset First, DateTimeOffset Last)? Recorded { get; init; }

    /// <summary>The device that it last ran on, as its backend named it; null where none is recorded.</summary>
    public string? Device { get; init; }

    /// <summary>Name of the folder.</summary>
    public string Name => Path.GetFileName(Folder.Root);

    /// <summary>The space that was searched.</summary>
    public SearchSpace Space => SearchSpace.Of(Job.Space);

    /// <summary>How far it is, in one word.</summary>
    public string Status => State.Completed is not null ? "complete" : EventCount == 0 ? "empty" : LastEventType == "writer-closed" ? "stopped" : "open";

    /// <summary>The best architecture that is known: the choice, or before it the sample with the highest reward.</summary>
    public string? BestTokens => State.Completed?.Tokens ?? State.Best?.Tokens;

    /// <summary>The first damage, where a recovery mode read around it; null for all of an intact log.</summary>
    public string? Damage { get; init; }

    /// <summary>Opens a search and folds its log.</summary>
    public static async Task<RecordedSearch> OpenAsync(string path)
    {
        var folder = SearchFolder.Open(path, EnasHost.Settings().Storage);
        await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
        var fold = await LogFold.OfAsync(log);
        return Create(folder, fold, (log.FactHead, log.EventHead, log.NextSequence, log.FactCount, log.SegmentCount), damage: null);
    }

    /// <summary>Opens a search as far as its log is intact.</summary>
    public static async Task<RecordedSearch> OpenUntilDamageAsync(string path)
    {
        var folder = SearchFolder.Open(path, EnasHost.Settings().Storage);
        var log = new RecoveredLog(folder, RecoveryMode.UntilDamage);
        var fold = await LogFold.OfAsync(log.ReadAsync(CancellationToken.None));
        return Create(folder, fold, (log.FactHead, log.EventHead, log.EventCount, log.FactCount, log.SegmentCount), log.Damage?.Message);
    }

    /// <summary>The job with every default, as it was first run.</summary>
    /// <exception cref="JobRefusedException">It cannot be read as one.</exception>
    public static JobOptions ReadJob(SearchFolder folder)
    {
        var document = ResolvedJob.FromResolvedJson(folder.ReadResolvedJob(), folder.ResolvedJob);
        return document.Options ?? throw new JobRefusedException(document.Errors, document.ErrorKind);
    }

    private static RecordedSearch Create(
        SearchFolder folder, LogFold fold, (string FactHead, string EventHead, long EventCount, long FactCount, int SegmentCount) log, string? damage) => new()
        {
            Folder = folder,
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
