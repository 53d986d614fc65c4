using Enas.Pipeline.Events;

namespace Enas.Storage.Log;

/// <summary>
/// Which opening of a log says what the job files are, and whether that proves that they are those that the search was begun with. An
/// opening after a repair that moved the first one aside could only record what lay there at that moment, edited or not.
/// </summary>
internal sealed class JobProof
{
    private readonly List<long> _keptThrough = [];
    private long _sequence;

    /// <summary>What is said of job files that are not proven.</summary>
    public const string Lost =
        "job.json and job.resolved.json are no longer proven to be the files "
            + "that the search was begun with: a repair moved the opening of the log that recorded "
        + "their digests aside, and could only record what they were then. Compare them with copies of your own";

    /// <summary>The first opening that recorded the digests; null where none did.</summary>
    public LogRow? Opening { get; private set; }

    /// <summary>Whether that opening came after a repair had cut the log before it.</summary>
    public bool IsLost => Opening is not null && _keptThrough.Any(kept => kept < _sequence);

    /// <summary>Takes the next event of the log.</summary>
    public void Take(CommittedRow committed)
    {
        if (Opening is null && JobDigests.AreIn(committed.Row))
        {
            (Opening, _sequence) = (committed.Row, committed.Sequence);
        }

        if (committed.Row.EventType == RepairRecord.EventType)
        {
            _keptThrough.Add(RepairRecord.FromRow(committed.Row).KeptThrough);
        }
    }
}
