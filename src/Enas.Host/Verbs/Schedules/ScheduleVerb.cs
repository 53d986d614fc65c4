using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Service;
using Enas.Host.Verbs.Run;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;

namespace Enas.Host.Verbs.Schedules;

/// <summary>The folders of a service.</summary>
/// <param name="Jobs">Job files and schedules.</param>
/// <param name="Root">Searches.</param>
internal sealed record ScheduleFolders(string Jobs, string Root);

/// <summary>Reads and changes schedules; a running service notices within seconds.</summary>
internal static class ScheduleVerb
{
    /// <summary>Writes a job's schedule.</summary>
    public static int Add(ScheduleFolders folders, string job, ScheduleOptions schedule, Terminal terminal, bool force = false)
    {
        var path = JobPath(folders, job);
        if (ScheduleFile.Fault(schedule) is var (_, fault))
        {
            throw new CommandLineException(fault);
        }

        // A night's search would be made before somebody hears of it. A job that cannot be read is told by who serves it.
        if (schedule.Then is not null && JobReader.ReadFile(path).Options is { } read)
        {
            FollowUp.Require(schedule.Then, read);
        }

        OutputFile.Kept(JobFolder.SchedulePath(path), force).Write(ScheduleFile.BytesOf(schedule));
        var served = new ServedJob(job, path, schedule);
        var result = Row(served, ScheduleState.Of(served, schedule.Since));
        var next = result["next"]!.AsArray();
        terminal.Line(next.Count == 0
            ? $"{job} never fires: there is no instant from now on that \"{schedule.Cron}\" names"
            : $"{job} fires next at {string.Join(", ", next.Zip(result["nextInZone"]!.AsArray(), Instant))}");
        terminal.Result(result);
        return ExitCodes.Done;

        string Instant(JsonNode? at, JsonNode? inZone) => schedule.TimeZone == "UTC" ? (string)at! : $"{at} ({inZone})";
    }

    /// <summary>Lists jobs and broken files.</summary>
    public static int Ls(ScheduleFolders folders, DateTimeOffset now, Terminal terminal)
    {
        var folder = JobFolder.Read(folders.Jobs);
        var rows = folder.States(now).Select(one => Row(one.Job, one.State)).ToArray();
        terminal.Draw(Draw(rows));
        foreach (var broken in folder.Broken)
        {
            terminal.Line($"broken: {broken}");
        }

        var putAside = PutAside(folders);
        foreach (var words in putAside)
        {
            terminal.Line($"put aside: {words}");
        }

        terminal.Result(new JsonObject
        {
            ["jobs"] = new JsonArray([.. rows]),
            ["broken"] = new JsonArray([.. folder.Broken.Select(broken => new JsonObject {
                ["file"] = broken.File, ["line"] = broken.Line, ["column"] = broken.Column, ["message"] = broken.Message })]),
            ["putAside"] = new JsonArray([.. putAside.Select(words => JsonValue.Create(words))]),
        });
        return ExitCodes.Done;
    }

    // A job's first fire stands beside the job, the later ones below it.
    private static PeopleTable Draw(JsonObject[] rows)
    {
        string[] columns = ["job", "cron", "timeZone", "onMisfire", "overlap", "state"];
        var table = new PeopleTable("job", "cron", "zone", "misfire", "overlap", "state", "next fires (UTC)", "in its zone");
        foreach (var row in rows)
        {
            string[] fires = [.. row["next"]!.AsArray().Select(at => (string)at!)];
            string[] local = [.. row["nextInZone"]!.AsArray().Select(at => (string)at!)];
            table.Row([.. columns.Select(key => (string?)row[key] ?? "-"), fires.FirstOrDefault() ?? "-", local.FirstOrDefault() ?? "-"]);
            foreach (var (fire, inZone) in fires.Zip(local).Skip(1))
            {
                table.Row([.. columns.Select(_ => string.Empty), fire, inZone]);
            }
        }

        return table;
    }

    /// <summary>Deletes a job's schedule file.</summary>
    /// <exception cref="NotFoundException">It has none.</exception>
    public static int Remove(ScheduleFolders folders, string job, Terminal terminal)
    {
        var path = JobFolder.SchedulePath(Path.Combine(folders.Jobs, job + ".json"));
        if (JobNames.Fault(job) is not null || !JobFolder.IsThere(path))
        {
            throw new NotFoundException($"{ForeignText.Shown(job)} has no schedule in {folders.Jobs}");
        }

        File.Delete(path);
        return Say(terminal, job, "has no schedule any more");
    }

    /// <summary>Pauses a job's schedule, or lets it go on.</summary>
    /// <exception cref="NotFoundException">It has none.</exception>
    /// <exception cref="BadInputException">It cannot be used.</exception>
    public static int Pause(ScheduleFolders folders, string job, bool isPaused, DateTimeOffset now, Terminal terminal)
    {
        ScheduleActions.Pause(folders.Jobs, job, isPaused, now);
        return Say(terminal, job, isPaused ? "is paused" : "goes on");
    }

    /// <summary>Adds a fire on demand.</summary>
    /// <exception cref="JobRefusedException">The job would be refused.</exception>
    /// <exception cref="BadInputException">Its schedule, and so its limits, cannot be used.</exception>
    public static int Trigger(ScheduleFolders folders, string job, DateTimeOffset now, Terminal terminal)
    {
        var fire = ScheduleActions.Trigger(folders.Jobs, folders.Root, job, now);
        terminal.Line($"{job} is queued as {fire.Folder}");
        terminal.Result(ToJson(fire, folders));
        return ExitCodes.Done;
    }

    /// <summary>Lists fires.</summary>
    /// <exception cref="NotFoundException">There is no such job, and never was.</exception>
    public static int History(ScheduleFolders folders, string? job, int most, Terminal terminal)
    {
        using var ledger = FireLedger.OpenToRead(folders.Root);
        if (job is not null && ledger?.KnowsJob(job) != true)
        {
            _ = JobPath(folders, job);
        }

        var fires = ledger?.History(job, most) ?? [];
        var table = new PeopleTable("search", "origin", "state", "exit", "processes", "fingerprint", "then", "reason");
        foreach (var fire in fires)
        {
            table.Row(
                fire.Folder, fire.Origin, FireText.Of(fire.State), fire.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "-",
                fire.Processes.ToString(CultureInfo.InvariantCulture), Short(fire.Fingerprint),
                FollowUpRecord.Words(fire.FollowUp) ?? "-", fire.Reason ?? "-");
        }

        terminal.Draw(table);
        foreach (var row in ledger?.Unreadable() ?? [])
        {
            terminal.Line($"put aside: {row.Words}");
        }

        terminal.Result(new JsonObject { ["fires"] = new JsonArray([.. fires.Select(fire => ToJson(fire, folders))]) });
        return ExitCodes.Done;
    }

    /// <summary>Rows of the queue that the service passes over; where it cannot be read at all, why.</summary>
    private static IReadOnlyList<string> PutAside(ScheduleFolders folders)
    {
        try
        {
            using var ledger = FireLedger.OpenToRead(folders.Root);
            return [.. (ledger?.Unreadable() ?? []).Select(row => row.Words)];
        }
        catch (StoreException fault)
        {
            return [fault.Message];
        }
    }

    private static string Short(string? fingerprint)
    {
        const int Digits = 12;
        return fingerprint is null ? "-" : ForeignText.Shown(fingerprint.Length > Digits ? fingerprint[..Digits] : fingerprint);
    }

    private static string JobPath(ScheduleFolders folders, string job) => ScheduleActions.JobPath(folders.Jobs, job);

    private static int Say(Terminal terminal, string job, string what)
    {
        terminal.Line($"{job} {what}");
        terminal.Result(new JsonObject { ["job"] = job, ["result"] = what });
        return ExitCodes.Done;
    }

    private static JsonObject Row(ServedJob job, ScheduleState stands)
    {
        var (state, next) = stands;
        return new JsonObject
        {
            ["job"] = job.Name,
            ["cron"] = job.Schedule?.Cron,
            ["timeZone"] = job.Schedule?.TimeZone,
            ["onMisfire"] = Word(job.Schedule?.OnMisfire),
            ["overlap"] = Word(job.Schedule?.Overlap),
            ["then"] = job.Schedule?.Then is { } then ? new JsonArray([.. then.Names.Select(step => JsonValue.Create(step))]) : null,
            ["state"] = state,
            ["next"] = new JsonArray([.. next.Select(at => JsonValue.Create(Text(at)))]),
            ["nextInZone"] = new JsonArray([.. next.Select(at => JsonValue.Create(InZone(at, job.Schedule!.TimeZone)))]),
        };
    }

    private static string InZone(DateTimeOffset at, string zone) =>
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(zone))
            .ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    private static JsonObject ToJson(Fire fire, ScheduleFolders folders) => new()
    {
        ["search"] = Path.Combine(folders.Root, fire.Folder),
        ["job"] = fire.Job,
        ["at"] = Text(fire.At),
        ["origin"] = fire.Origin,
        ["state"] = FireText.Of(fire.State),
        ["exitCode"] = fire.ExitCode,
        ["processes"] = fire.Processes,
        ["failedAttempts"] = fire.FailedAttempts,
        ["fingerprint"] = fire.Fingerprint,
        ["then"] = FollowUpRecord.Read(fire.FollowUp),
        ["reason"] = fire.Reason,
        ["startedAt"] = Text(fire.StartedAt),
        ["endedAt"] = Text(fire.EndedAt),
    };

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } given
            ? System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(given.ToString()) : null;

    private static string? Text(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
