using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Enas.Host.Cli;
using Enas.Pipeline.Files;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;

namespace Enas.Host.Service;

/// <summary>Reads and writes schedule files.</summary>
internal static class ScheduleFile
{
    /// <summary>What a schedule's file name ends with.</summary>
    public const string Suffix = ".schedule.json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private static readonly JobOption[] s_options =
    [
        new() { Key = "cron", Type = JobOptionType.Text, Description = "Quartz's cron expression, seconds first.", Default = null },
        new() { Key = "timeZone", Type = JobOptionType.Text, Description = "IANA name of its time zone.", Default = "\"UTC\"" },
        new() { Key = "onMisfire", Type = JobOptionType.Text,
            Description = "Fires that were due while nothing served.", Default = "\"run-once\"", Allowed = Words<MisfirePolicy>() },
        new() { Key = "overlap", Type = JobOptionType.Text,
            Description = "A fire while an earlier one has not ended.", Default = "\"skip\"", Allowed = Words<OverlapPolicy>() },
        new() { Key = "priority", Type = JobOptionType.Integer, Description = "Of two that wait, the higher starts first.",
            Default = "0", Minimum = Text(int.MinValue), Maximum = Text(int.MaxValue) },
        new() { Key = "maxAttempts", Type = JobOptionType.Integer,
            Description = "Attempts before a fire has failed.", Default = "3", Minimum = "1", Maximum = Text(int.MaxValue) },
        new() { Key = "timeLimitSeconds", Type = JobOptionType.Integer,
            Description = "Seconds after which a search is stopped cleanly.", Default = "0", Minimum = "1", Maximum = Text(int.MaxValue) },
        new() { Key = "then", Type = JobOptionType.TextList, Description = "What is done with the choice of each search.",
            Default = "[]", Allowed = FollowUpSteps.All },
        new() { Key = "since", Type = JobOptionType.Text, Description = "Fires before this instant are not due.", Default = "\"\"" },
        new() { Key = "paused", Type = JobOptionType.Boolean, Description = "It rests.", Default = "false" },
    ];

    /// <summary>The schedule in a file, or everything that is wrong with it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="job">The job that it is of; null where that does not matter.</param>
    public static (ScheduleOptions? Schedule, IReadOnlyList<BrokenFile> Broken) Read(string path, JobOptions? job)
    {
        var name = Path.GetFileName(path);
        try
        {
            var (json, errors, places) = OptionFile.Read(RegularFile.ReadAllBytes(path, OptionFile.MaximumBytes), path, s_options);
            if (errors.Count > 0)
            {
                return (null, BrokenFile.Of(name, errors));
            }

            var fault = WithInstant(json, out var schedule)
                ? Fault(schedule!) ?? FaultWith(schedule!, job) : ("since", "since: expected an instant such as \"2026-03-01T12:00:00Z\"");
            return fault is var (key, words)
                ? (null, [BrokenFile.At(name, places.First(place => place.Key == key).Position, words)]) : (schedule, []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, [BrokenFile.Unreadable(path, e)]);
        }
    }

    /// <summary>The bytes of a schedule file.</summary>
    public static byte[] BytesOf(ScheduleOptions schedule) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(schedule, s_json) + "\n");

    /// <summary>The bytes of a good schedule file that is paused, or goes on from an instant; the rest of it, comments too, stays as
    /// somebody wrote it.</summary>
    public static byte[] Paused(string path, bool isPaused, DateTimeOffset now)
    {
        var text = With(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(RegularFile.ReadAllBytes(path, OptionFile.MaximumBytes))
            .TrimStart('\uFEFF')), "paused", isPaused ? "true" : "false");
        return isPaused ? text : With(text, "since", JsonSerializer.Serialize(now, s_json));
    }

    /// <summary>What is wrong with a schedule, and with which of its options; or null.</summary>
    public static (string Key, string Words)? Fault(ScheduleOptions schedule) => schedule switch
    {
        { MaxAttempts: < 1 } => ("maxAttempts", $"maxAttempts {schedule.MaxAttempts}: allowed are numbers from 1"),
        { TimeLimitSeconds: < 1 } => ("timeLimitSeconds", $"timeLimitSeconds {schedule.TimeLimitSeconds}: allowed are numbers from 1"),
        { Then.Fault: { } fault } => ("then", $"then: {fault}"),
        _ => CronSchedule.Fault(schedule.Cron, schedule.TimeZone),
    };

    private static (string Key, string Words)? FaultWith(ScheduleOptions schedule, JobOptions? job) =>
        job is not null && schedule.Then?.FaultWith(job) is { } fault ? ("then", $"then: {fault}") : null;

    // An instant is a text until here; all else was looked at before.
    private static bool WithInstant(string json, out ScheduleOptions? schedule)
    {
        try
        {
            schedule = JsonSerializer.Deserialize<ScheduleOptions>(json, s_json);
            return true;
        }
        catch (JsonException)
        {
            schedule = null;
            return false;
        }
    }

    /// <summary>A JSON object with one member set to a number, word or text: in its place, or as the first.</summary>
    private static byte[] With(byte[] text, string name, string json)
    {
        var reader = new Utf8JsonReader(
            text, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        reader.Read();
        var (first, last) = ((int)reader.BytesConsumed, (int)reader.BytesConsumed);
        var written = $"\n  \"{name}\": {json},";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)
            {
                (first, last, written) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed, json);
                break;
            }
        }

        return [.. text[..first], .. Encoding.UTF8.GetBytes(written), .. text[last..]];
    }

    private static string[] Words<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
