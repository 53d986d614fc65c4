using Enas.Host.Cli;
using Enas.Host.Settings;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;

namespace Enas.Host.Searches;

/// <summary>A search at a glance: its state, and where its log ends. Nothing here writes.</summary>
internal class SearchGlance
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

    /// <summary>When the first and the last event were recorded; null while the log is empty.</summary>
    public required (DateTimeOffset First, DateTimeOffset Last)? Recorded { get; init; }

    /// <summary>Name of the folder.</summary>
    public string Name => Path.GetFileName(Folder.Root);

    /// <summary>How far it is, in one word. What came after a damage is not known, and the end may be there.</summary>
    public string Status => Damage is not null ? "damaged" : State.Completed is not null
        ? "complete" : EventCount == 0 ? "empty" : LastEventType == "writer-closed" ? "stopped" : SearchStatus.OfOpen(IsBeingWritten);

    /// <summary>Whether a process had it open for writing just before it was read; null where that cannot be known.</summary>
    public bool? IsBeingWritten { get; init; }

    /// <summary>Why it has no result though it is complete; null for all others.</summary>
    public NoResult? NoResult => NoResult.Of(Job, State);

    /// <summary>
    /// The best architecture that is known: the choice, or before it the sample with the highest reward; of a final training the one that
    /// it trains. Null where nothing could be chosen.
    /// </summary>
    public string? BestTokens => State.Started?.Architecture ?? (NoResult is null ? State.Completed?.Tokens ?? State.Best?.Tokens : null);

    /// <summary>The first damage, where a recovery mode read around it; null for all of an intact log.</summary>
    public string? Damage { get; init; }

    /// <summary>
    /// Looks at a search. Where its writer left a reading cache and every byte that it stands for is as it was, only what came since is
    /// decoded; otherwise the whole log is read and verified.
    /// </summary>
    public static async Task<SearchGlance> OpenAsync(string path)
    {
        var folder = SearchFolder.Open(path, HostSettings.Read().Storage);
        var isBeingWritten = WriterLock.IsHeld(folder);
        await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
        return await ReadingCache.TryOpenAsync(folder, log, Product.Version, CancellationToken.None) is { } cache
            && LogSummary.TryRead(cache, SpaceCatalog.Create(RecordedSearch.ReadJob(folder))) is { } state
            ? await GoOnAsync(folder, log, cache, state, isBeingWritten)
            : await RecordedSearch.OpenAsync(folder, log, isBeingWritten);
    }

    private static async Task<SearchGlance> GoOnAsync(
        SearchFolder folder, ParquetEventLog log, ReadingCache cache, SearchState state, bool? isBeingWritten)
    {
        JobFiles.Require(folder, await log.FirstOpeningAsync());
        var (last, lastEventType) = (cache.Last.RecordedAt, cache.LastEventType);
        await foreach (var committed in log.ReadAsync(cache.EventCount, CancellationToken.None))
        {
            (state, last, lastEventType) = (state.Apply(committed.Row), committed.RecordedAt, committed.Row.EventType);
        }

        return new SearchGlance
        {
            Folder = folder,
            IsBeingWritten = isBeingWritten,
            Job = JobLoading.Override(RecordedSearch.ReadJob(folder), state.JobChanges),
            State = state,
            Fingerprint = log.FactHead,
            EventHead = log.EventHead,
            EventCount = log.NextSequence,
            FactCount = log.FactCount,
            SegmentCount = log.SegmentCount,
            LastEventType = lastEventType,
            Recorded = (cache.First.RecordedAt, last),
        };
    }
}
