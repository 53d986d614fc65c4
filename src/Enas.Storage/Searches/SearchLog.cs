using System.Runtime.CompilerServices;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Search;
using Enas.Storage.Folders;
using Enas.Storage.Log;
using Enas.Storage.Stores;

namespace Enas.Storage.Searches;

/// <summary>
/// What the log of a search says: of one that is complete, that was stopped, or that is being written by another process. Every byte is
/// held against its hash as it is read. Nothing here writes.
/// </summary>
public sealed class SearchLog
{
    private readonly RecordedSearch _search;

    private SearchLog(RecordedSearch search) => _search = search;

    /// <summary>Full path of the search.</summary>
    public string Folder => _search.Folder.Root;

    /// <summary>The job with every default.</summary>
    public JobOptions Job => _search.Job;

    /// <summary>The space that was searched.</summary>
    public SearchSpace Space => _search.Space;

    /// <summary>The fold of all events: counts, candidates with their scores, the choice.</summary>
    public SearchState State => _search.State;

    /// <summary>The architecture that was chosen, or before that the one of the highest reward; null where nothing could be
    /// chosen.</summary>
    public Architecture? Best => _search.BestTokens is { } tokens ? Space.Parse(tokens) : null;

    /// <summary>Head of the chain of facts.</summary>
    public string Fingerprint => _search.Fingerprint;

    /// <summary>How many events there are.</summary>
    public long EventCount => _search.EventCount;

    /// <summary>How far it is, in one word: <c>complete</c>, <c>stopped</c>, <c>running</c> and the like.</summary>
    public string Status => _search.Status;

    /// <summary>Reads all of a search.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="projections">Views of one's own, which get every event in order.</param>
    /// <exception cref="DirectoryNotFoundException">There is no search.</exception>
    /// <exception cref="Pipeline.Events.LogDamagedException">Its log is not what its hashes say.</exception>
    public static async Task<SearchLog> ReadAsync(string folder, params IReadOnlyList<IProjection> projections) =>
        new(await RecordedSearch.OpenAsync(folder, projections));

    /// <summary>The events of a search, in order.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="DirectoryNotFoundException">There is no search.</exception>
    /// <exception cref="Pipeline.Events.LogDamagedException">Its log is not what its hashes say.</exception>
    public static async IAsyncEnumerable<RecordedEvent> EventsAsync(
        string folder, [EnumeratorCancellation] CancellationToken stop = default)
    {
        await using var log = await ParquetEventLog.OpenReadAsync(
            await SearchFolder.OpenAsync(folder, StorageOptions.OfHost(), stop), stop);
        await foreach (var committed in log.ReadAsync(0, stop))
        {
            yield return new RecordedEvent(committed);
        }
    }
}
