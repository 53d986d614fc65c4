using System.Text.Json;
using System.Text.Json.Serialization;

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
}

/// <summary>A file in the job folder that cannot be used, with the place of the fault.</summary>
/// <param name="File">Name of the file in the folder.</param>
/// <param name="Line">From 1; 0 where no place is known.</param>
/// <param name="Column">From 1; 0 where no place is known.</param>
/// <param name="Message">The fault.</param>
internal sealed record BrokenFile(string File, int Line, int Column, string Message)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => Line == 0 ? $"{File}: {Message}" : $"{File}:{Line}:{Column}: {Message}";
}

/// <summary>Reads and writes schedule files.</summary>
internal static class ScheduleFile
{
    /// <summary>What a schedule's file name ends with.</summary>
    public const string Suffix = ".schedule.json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The schedule in a file, or what is wrong with it.</summary>
    public static (ScheduleOptions? Schedule, BrokenFile? Broken) Read(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            var schedule = JsonSerializer.Deserialize<ScheduleOptions>(File.ReadAllText(path), s_json);
            var fault = schedule is null ? "the file holds null" : Fault(schedule);
            return fault is null ? (schedule, null) : (null, new BrokenFile(name, 1, 1, fault));
        }
        catch (JsonException e)
        {
            return (null, new BrokenFile(name, (int)(e.LineNumber ?? -1) + 1, (int)(e.BytePositionInLine ?? -1) + 1, e.Message));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new BrokenFile(name, 0, 0, e.Message));
        }
    }

    /// <summary>Replaces a schedule file as a whole, so that a running service never reads half of one.</summary>
    public static void Write(string path, ScheduleOptions schedule)
    {
        var staged = path + ".tmp";
        File.WriteAllText(staged, JsonSerializer.Serialize(schedule, s_json) + "\n");
        File.Move(staged, path, overwrite: true);
    }

    /// <summary>What is wrong with a schedule, or null.</summary>
    public static string? Fault(ScheduleOptions schedule) =>
        CronSchedule.Fault(schedule.Cron, schedule.TimeZone)
        ?? (schedule.MaxAttempts < 1 ? $"maxAttempts {schedule.MaxAttempts}: allowed are numbers from 1" : null)
        ?? (schedule.TimeLimitSeconds is < 1 ? $"timeLimitSeconds {schedule.TimeLimitSeconds}: allowed are numbers from 1" : null);
}
