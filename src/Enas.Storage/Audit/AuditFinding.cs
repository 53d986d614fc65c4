namespace Enas.Storage.Audit;

/// <summary>One thing that an audit found.</summary>
/// <param name="Code">What it is, a stable name out of <see cref="FindingCodes"/>.</param>
/// <param name="IsDamage">False for what is worth a word and costs nothing.</param>
/// <param name="File">Path within the search, with '/'.</param>
/// <param name="Segment">Number of the segment, where it is one.</param>
/// <param name="Sequence">The event, where it is known.</param>
/// <param name="Message">In the words in which every verb says it.</param>
internal sealed record AuditFinding(string Code, bool IsDamage, string File, long? Segment, long? Sequence, string Message);

/// <summary>The stable names of what an audit finds.</summary>
internal static class FindingCodes
{
    /// <summary>A segment's bytes, frame, footer or columns are not what was written.</summary>
    public const string SegmentDamaged = "segment-damaged";

    public const string SegmentMissing = "segment-missing";

    /// <summary>There is no segment at all: nothing was committed yet, or the log was removed.</summary>
    public const string NoSegments = "no-segments";

    /// <summary>Something in <c>segments/</c> that is not a segment.</summary>
    public const string ForeignFile = "foreign-file";

    /// <summary>A whole segment that does not continue the one before it: foreign, swapped, or from another state of the log.</summary>
    public const string SegmentMisplaced = "segment-misplaced";

    /// <summary>An event whose hash does not follow.</summary>
    public const string ChainBroken = "chain-broken";

    /// <summary>An event whose promoted columns or place contradict its facts.</summary>
    public const string ColumnsDisagree = "columns-disagree";

    /// <summary>An event that this version does not know.</summary>
    public const string EventUnknown = "event-unknown";

    /// <summary>Writer epochs and <c>writer-opened</c> events contradict each other.</summary>
    public const string EpochDisagrees = "epoch-disagrees";

    /// <summary>A job file is missing, unreadable, or another than the search was run with.</summary>
    public const string JobDisagrees = "job-disagrees";

    /// <summary>The opening that recorded the digests of the job files was lost in a repair.</summary>
    public const string JobUnproven = "job-unproven";

    public const string CheckpointDamaged = "checkpoint-damaged";

    /// <summary>A checkpoint that retention keeps is not there.</summary>
    public const string CheckpointMissing = "checkpoint-missing";

    /// <summary>A whole checkpoint that no event names: published, and then its writer died.</summary>
    public const string CheckpointOrphan = "checkpoint-orphan";

    /// <summary>The reading cache says something else than its log.</summary>
    public const string CacheDisagrees = "cache-disagrees";

    /// <summary>The reading cache cannot be used; readers pass it over.</summary>
    public const string CacheUnusable = "cache-unusable";

    /// <summary>A file in <c>_tmp/</c>, which the next writer removes.</summary>
    public const string Leftover = "leftover";

    /// <summary>Files in <c>_quarantine/</c> that no <c>repaired</c> event tells of.</summary>
    public const string RepairUnfinished = "repair-unfinished";
}
