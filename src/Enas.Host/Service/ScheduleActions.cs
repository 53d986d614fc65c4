using Enas.Host.Cli;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Host.Service;

/// <summary>How a job stands with its schedule.</summary>
/// <param name="State">One of "on demand", "paused", "scheduled", "never fires" and "broken schedule".</param>
/// <param name="Next">Its next fires.</param>
internal sealed record ScheduleState(string State, IReadOnlyList<DateTimeOffset> Next)
{
    private const int NextFires = 5;

    /// <summary>That of a job whose schedule cannot be used.</summary>
    public static ScheduleState Broken { get; } = new("broken schedule", []);

    /// <summary>That of a job.</summary>
    public static ScheduleState Of(ServedJob job, DateTimeOffset now)
    {
        DateTimeOffset[] next = job.Schedule is { Paused: false } schedule
            ? [.. new CronSchedule(schedule.Cron, schedule.TimeZone).After(now).Take(NextFires)] : [];
        return new(job.Schedule is not { } given
            ? "on demand" : given.Paused ? "paused" : next.Length == 0 ? "never fires" : "scheduled", next);
    }
}

/// <summary>
/// What people ask of a service, from the command line and from its page: it writes what they ask for into the ledger and the schedule
/// files, and the service notices within seconds.
/// </summary>
internal static class ScheduleActions
{
    /// <summary>The file of a job.</summary>
    /// <exception cref="NotFoundException">There is no such job.</exception>
    public static string JobPath(string jobs, string job)
    {
        var path = Path.Combine(jobs, job + ".json");
        return JobNames.Fault(job) is null && JobFolder.IsThere(path)
            ? path : throw new NotFoundException($"there is no job \"{ForeignText.Shown(job)}\" in {jobs}");
    }

    /// <summary>Adds a fire on demand.</summary>
    /// <exception cref="JobRefusedException">The job would be refused.</exception>
    /// <exception cref="BadInputException">Its schedule, and so its limits, cannot be used.</exception>
    public static Fire Trigger(string jobs, string root, string job, DateTimeOffset now)
    {
        var path = JobPath(jobs, job);
        var schedule = ScheduleOf(path, JobLoading.Read(path, []).Options);
        using var ledger = new FireLedger(root);
        var fire = new Fire(job, DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()), FireState.Queued)
        {
            Origin = Fire.Demand,
            Priority = schedule?.Priority ?? 0,
            NotBefore = now,
        };
        while (!ledger.Add(fire))
        {
            fire = fire with { At = fire.At.AddMilliseconds(1) };
        }

        return fire;
    }

    /// <summary>Pauses a job's schedule, or lets it go on.</summary>
    /// <exception cref="NotFoundException">It has none.</exception>
    /// <exception cref="BadInputException">It cannot be used.</exception>
    public static void Pause(string jobs, string job, bool isPaused, DateTimeOffset now)
    {
        var path = JobPath(jobs, job);
        if (ScheduleOf(path, options: null) is not { } schedule)
        {
            throw new NotFoundException($"{job} has no schedule in {jobs}");
        }

        if (schedule.Paused != isPaused)
        {
            var file = JobFolder.SchedulePath(path);
            OutputFile.Kept(file, force: true).Write(ScheduleFile.Paused(file, isPaused, now));
        }
    }

    /// <summary>Takes a fire out of the queue. What has begun is the service's own and goes on.</summary>
    /// <param name="folder">The name of its search's folder.</param>
    /// <returns>Why it is not cancelled, to go on a sentence that begins with its folder; null where it is.</returns>
    /// <exception cref="NotFoundException">There is no such fire.</exception>
    public static string? Cancel(string root, string folder, DateTimeOffset now)
    {
        using var ledger = new FireLedger(root);
        Fire Known() => ledger.OfFolder(folder)
            ?? throw new NotFoundException($"there is no fire \"{ForeignText.Shown(folder)}\" in the queue or the history");
        return ledger.Cancel(Known() with { State = FireState.Skipped, Reason = "cancelled on the page", EndedAt = now }) ? null
            : Known().HasEnded ? "has ended"
            : "has begun; a search that runs is stopped by SIGTERM to its process, and stays resumable";
    }

    private static ScheduleOptions? ScheduleOf(string job, JobOptions? options)
    {
        var (schedule, broken) = JobFolder.ScheduleOf(job, options);
        return broken.Count == 0 ? schedule : throw new BadInputException([.. broken.Select(fault => fault.ToString())]);
    }
}
