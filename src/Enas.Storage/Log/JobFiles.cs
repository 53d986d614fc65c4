using Enas.Pipeline.Events;
using Enas.Pipeline.Projections;
using Enas.Storage.Folders;

namespace Enas.Storage.Log;

/// <summary>
/// Which opening of a log says what the job files of a search are, whether that proves that they are those that the search was begun with,
/// and whether they still are: what is shown of a job, or begun from it, is then what was run. An opening after a repair that moved the
/// first one aside could only record what lay there at that moment, edited or not.
/// </summary>
internal sealed class JobFiles : IProjection
{
    private readonly List<long> _keptThrough = [];
    private long _sequence;

    /// <summary>What is said of job files that are not proven.</summary>
    internal const string Lost =
        "job.json and job.resolved.json are no longer proven to be the files "
            + "that the search was begun with: a repair moved the opening of the log that recorded "
        + "their digests aside, and could only record what they were then. Compare them with copies of your own";

    /// <summary>The first opening that recorded the digests; null where none did.</summary>
    internal LogRow? Opening { get; private set; }

    /// <summary>Whether that opening came after a repair had cut the log before it.</summary>
    internal bool IsLost => Opening is not null && _keptThrough.Any(kept => kept < _sequence);

    /// <inheritdoc />
    public void Apply(RecordedEvent recorded)
    {
        if (Opening is null && JobDigests.AreIn(recorded.Row))
        {
            (Opening, _sequence) = (recorded.Row, recorded.Committed.Sequence);
        }

        if (recorded.Row.EventType == RepairRecord.EventType)
        {
            _keptThrough.Add(RepairRecord.FromRow(recorded.Row).KeptThrough);
        }
    }

    /// <summary>Refuses job files that are others.</summary>
    /// <exception cref="LogDamagedException">One was edited or replaced.</exception>
    /// <exception cref="LogUnavailableException">One cannot be read.</exception>
    public void Require(SearchFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        JobDigests.Require(folder, Opening);
    }

    /// <summary>The same for readers that do not read the log from its beginning.</summary>
    /// <exception cref="LogDamagedException">A file was edited or replaced, or a segment on the way to the opening is damaged.</exception>
    /// <exception cref="LogUnavailableException">A file or a segment cannot be read.</exception>
    public static async ValueTask RequireAsync(SearchFolder folder, ParquetEventLog log)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(log);
        JobDigests.Require(folder, await log.FirstOpeningAsync());
    }
}
