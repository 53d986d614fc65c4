using System.Text.Json.Serialization;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;

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

    /// <summary>Wall-clock limit of one fire's process in seconds; it is stopped cleanly then, and stays resumable. None by default.</summary>
    public int? TimeLimitSeconds { get; init; }

    /// <summary>Fires before this instant are not due.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>It rests: what is due meanwhile does not fire. It stands here and not in the ledger, so that a lost ledger starts nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Paused { get; init; }
}

/// <summary>A file in the job folder that cannot be used, with the place of the fault.</summary>
/// <param name="File">Name of the file in the folder.</param>
/// <param name="Line">From 1; 0 where no place is known.</param>
/// <param name="Column">From 1; 0 where no place is known.</param>
/// <param name="Message">The fault.</param>
internal sealed record BrokenFile(string File, int Line, int Column, string Message)
{
    /// <summary>Longer than a line of ours; a value that somebody wrote can be longer.</summary>
    private const int LongestLine = 4096;

    /// <summary>A fault as the reader of jobs and schedules tells it.</summary>
    public static BrokenFile Of(string file, JobError error) =>
        new(file, error.Position.Line, error.Position.Column, string.Join(' ', new[] { error.Code, error.Key, error.Message }.Where(part => part.Length > 0)));

    /// <summary>A fault at a place.</summary>
    public static BrokenFile At(string file, TextPosition position, string message) => new(file, position.Line, position.Column, message);

    /// <summary>One line for people.</summary>
    public override string ToString() => ForeignText.Shown(Line == 0 ? $"{File}: {Message}" : $"{File}:{Line}:{Column}: {Message}", LongestLine);
}
