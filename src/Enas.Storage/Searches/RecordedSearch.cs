using System.Diagnostics.CodeAnalysis;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Options;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Search;
using Enas.Storage.Cache;
using Enas.Storage.Export;
using Enas.Storage.Folders;
using Enas.Storage.Log;
using Enas.Storage.Readings;
using Enas.Storage.Stores;

namespace Enas.Storage.Searches;

/// <summary>A search with all that it knows of itself.</summary>
internal sealed record RecordedSearch : SearchReading
{
    [SetsRequiredMembers]
    private RecordedSearch(SearchReading reading, SearchState state, string? device)
        : base(reading) => (State, Device) = (state, device);

    /// <summary>The fold of its log.</summary>
    public SearchState State { get; }

    /// <summary>The device that it last ran on, as its backend named it; null where none is recorded, and at a glance.</summary>
    public string? Device { get; }

    /// <summary>Why it has no result though it is complete; null for all others.</summary>
    public NoResult? NoResult => NoResult.Of(Job, State);

    /// <summary>
    /// The best architecture that is known: the choice, or before it the sample with the highest reward; of a final training the one that
    /// it trains. Null where nothing could be chosen.
    /// </summary>
    public string? BestTokens => BestOf(Job, State);

    /// <summary>The best architecture of a state, see <see cref="BestTokens"/>.</summary>
    public static string? BestOf(JobOptions job, SearchState state) => state.Started?.Architecture
        ?? (NoResult.Of(job, state) is null ? state.Completed?.Tokens ?? state.Best?.Tokens : null);

    /// <summary>Reads all of a search.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="others">Who else gets the events; a <see cref="StateProjection"/> among them takes the place of the own one.</param>
    public static Task<RecordedSearch> OpenAsync(string path, params IReadOnlyList<IProjection> others) =>
        OpenAsync(path, RecoveryMode.Strict, others);

    /// <summary>Reads a search as far as a recovery mode goes.</summary>
    public static Task<RecordedSearch> OpenAsync(string path, RecoveryMode mode, params IReadOnlyList<IProjection> others) =>
        OpenAsync(path, mode, CancellationToken.None, others);

    /// <summary>Reads a search as far as a recovery mode goes, unless that is ended before.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="mode">What to do with damage.</param>
    /// <param name="cancellationToken">Looked at between commits.</param>
    /// <param name="others">Who else gets the events.</param>
    public static async Task<RecordedSearch> OpenAsync(
        string path, RecoveryMode mode, CancellationToken cancellationToken, params IReadOnlyList<IProjection> others)
    {
        var given = others.OfType<StateProjection>().SingleOrDefault();
        var (state, openings) = (given ?? new StateProjection(), new WriterOpenings());
        var reading = await ReadAsync(path, mode, given is null ? [state, openings, .. others] : [openings, .. others], cancellationToken);
        return new RecordedSearch(reading, state.State, openings.Device);
    }

    /// <summary>A search as far as one that grows was read.</summary>
    /// <param name="reading">What was read.</param>
    /// <param name="state">The fold of it.</param>
    /// <param name="device">The device that it last ran on; null where none is recorded.</param>
    public static RecordedSearch Of(SearchReading reading, SearchState state, string? device) => new(reading, state, device);

    /// <summary>
    /// Looks at a search. Where its writer left a reading cache and every byte that it stands for is as it was, only what came since is
    /// decoded; otherwise the whole log is read and verified.
    /// </summary>
    /// <param name="path">Its folder.</param>
    /// <param name="others">Who else gets all events where the whole log is read; with a cache they get none.</param>
    public static Task<RecordedSearch> GlanceAsync(string path, params IReadOnlyList<IProjection> others) =>
        GlanceAsync(path, CancellationToken.None, others);

    /// <summary>Looks at a search likewise, unless that is ended before.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="cancellationToken">Looked at between commits.</param>
    /// <param name="others">Who else gets all events where the whole log is read; with a cache they get none.</param>
    public static async Task<RecordedSearch> GlanceAsync(
        string path, CancellationToken cancellationToken, params IReadOnlyList<IProjection> others)
    {
        var folder = await SearchFolder.OpenAsync(path, StorageOptions.OfHost(), cancellationToken);
        var isBeingWritten = WriterLock.IsHeld(folder);
        await using var log = await ParquetEventLog.OpenReadAsync(folder, cancellationToken);
        var (state, reading) = await ReadingCache.TryOpenSummaryAsync(folder, log, Product.Version, cancellationToken) is { } cache
            && LogSummary.TryRead(cache, ReadJob(folder)) is var (summary, before)
            ? await GoOnAsync(folder, log, cache, summary, new StateProjection(before), cancellationToken)
            : await WholeAsync(folder, log, new StateProjection(), others, cancellationToken);
        return new RecordedSearch(reading with { IsBeingWritten = isBeingWritten }, state.State, device: null);
    }

    private static async Task<(StateProjection, SearchReading)> WholeAsync(
        SearchFolder folder, ParquetEventLog log, StateProjection state, IReadOnlyList<IProjection> others,
        CancellationToken cancellationToken) => (state, await ReadAsync(folder, log, [state, .. others], cancellationToken));

    private static async Task<(StateProjection, SearchReading)> GoOnAsync(
        SearchFolder folder, ParquetEventLog log, ReadingCache cache, LogSummary summary, StateProjection state,
        CancellationToken cancellationToken)
    {
        await JobFiles.RequireAsync(folder, log);
        var (milestones, span) = (new Milestones(summary.Rare), new RecordingSpan(cache.EventCount, cache.First, cache.Last));
        await new LogReading(log, cache.EventCount, state, milestones, span).ReadOnAsync(cancellationToken);
        return (state, Of(folder, log, milestones, span));
    }
}
