using System.Text.Json.Serialization;
using Enas.Host.Cli;

namespace Enas.Host.Service;

/// <summary>What happens to fires that were due while nothing ran.</summary>
internal enum MisfirePolicy
{
    /// <summary>The latest one runs, once; the others are recorded as missed.</summary>
    RunOnce,

    /// <summary>None runs; all are recorded as missed.</summary>
    Skip,

    /// <summary>Every one runs.</summary>
    RunAll,
}

/// <summary>What happens to a fire while an earlier one of the same job has not ended.</summary>
internal enum OverlapPolicy
{
    /// <summary>It is recorded as skipped.</summary>
    Skip,

    /// <summary>It waits for the earlier one.</summary>
    Queue,

    /// <summary>It runs beside it.</summary>
    Allow,
}

/// <summary>
/// The schedule of one job, kept beside the job file as <c>NAME.schedule.json</c>: when a search runs is no part of what it searches, so
/// it is not in the job file, whose bytes the search keeps.
/// </summary>
internal sealed record ScheduleOptions
{
    /// <summary>Quartz's cron expression of six or seven fields, seconds first.</summary>
    public required string Cron { get; init; }

    /// <summary>IANA name of the zone that the cron expression is in.</summary>
    public string TimeZone { get; init; } = "UTC";

    public MisfirePolicy OnMisfire { get; init; } = MisfirePolicy.RunOnce;

    public OverlapPolicy Overlap { get; init; } = OverlapPolicy.Skip;

    /// <summary>Of two fires that wait, the one with the higher number starts first.</summary>
    public int Priority { get; init; }

    /// <summary>Processes that a fire may use up by failures that another attempt can cure; from 1.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Wall-clock limit of one fire's process in seconds; it is stopped cleanly then, and stays resumable.
    /// None by default.</summary>
    public int? TimeLimitSeconds { get; init; }

    /// <summary>What is done with the choice of each search; null for nothing.</summary>
    public FollowUpSteps? Then { get; init; }

    /// <summary>Fires before this instant are not due.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>It rests: what is due meanwhile does not fire. It stands here and not in the ledger, so that a lost
    /// ledger starts nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Paused { get; init; }
}
