using Enas.Storage.Audit;
using Enas.Storage.Log;

namespace Enas.Storage.Repair;

/// <summary>What a repair would do.</summary>
internal sealed record RepairPlan
{
    /// <summary>The first damage that a repair can do something about; null when there is none.</summary>
    public required AuditFinding? Damage { get; init; }

    /// <summary>Segments that stay.</summary>
    public required long KeptSegmentCount { get; init; }

    /// <summary>Events that stay: those from 0 to one less.</summary>
    public required long KeptEventCount { get; init; }

    /// <summary>Files that are moved aside.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>What is no longer in the log afterwards.</summary>
    public required LostEvents Lost { get; init; }

    /// <summary>Checkpoints that events in the log name and that are not there afterwards.</summary>
    public required IReadOnlyList<string> AbsentCheckpoints { get; init; }

    /// <summary>Repairs that were cut short and are finished first.</summary>
    public required IReadOnlyList<string> Unfinished { get; init; }

    /// <summary>Identity that the log carries, from whatever segment still tells it.</summary>
    public required string? SearchId { get; init; }

    /// <summary>
    /// Whether the search can go on afterwards: its first fact stays, or its job is all that it began with. A branch or a training that
    /// lost its first fact can only be begun again, from its parent.
    /// </summary>
    public required bool CanGoOn { get; init; }

    /// <summary>
    /// Whether the log that stays says what the job files are that the search was begun with. Where it does not, the repair can only record
    /// what they are now.
    /// </summary>
    public required bool AreJobFilesProven { get; init; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Files.Count == 0 && AbsentCheckpoints.Count == 0 && Unfinished.Count == 0;
}

/// <summary>What a repair did.</summary>
/// <param name="Records">One for each repair that the log now tells of: those that were cut short before, then this one. Empty when
/// nothing was to be done.</param>
/// <param name="CanGoOn">See <see cref="RepairPlan.CanGoOn"/>.</param>
/// <param name="AreJobFilesProven">See <see cref="RepairPlan.AreJobFilesProven"/>.</param>
/// <param name="EventHead">Head of the event chain afterwards.</param>
/// <param name="FactHead">Head of the fact chain afterwards.</param>
internal sealed record RepairOutcome(
    IReadOnlyList<RepairRecord> Records, bool CanGoOn, bool AreJobFilesProven, string EventHead, string FactHead);
