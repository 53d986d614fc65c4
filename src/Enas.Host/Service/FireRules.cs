using Enas.Host.Cli;

namespace Enas.Host.Service;

/// <summary>How a search's process ended.</summary>
/// <param name="ExitCode">See <see cref="ExitCodes"/>; above 128 a signal.</param>
/// <param name="Fingerprint">What it printed.</param>
/// <param name="Error">What it said was wrong, in one line; null where it had no time to.</param>
/// <param name="IsOverLimit">Whether the service stopped it for its time limit.</param>
internal sealed record SearchEnd(int ExitCode, string? Fingerprint = null, string? Error = null, bool IsOverLimit = false)
{
    private const int FirstSignal = 128;
    private const int Terminate = 15;

    // Those by which a process dies when nobody handles them, of signal(7); a program that cannot even start ends with numbers of its own
    // between them.
    private static readonly int[] s_deadly = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14, Terminate, 24, 25, 31];

    /// <summary>What came of the steps after the search, see <see cref="FollowUpRecord"/>; null for nothing.</summary>
    public string? FollowUp { get; init; }

    /// <summary>Whether the service asked it to stop.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Whether it stopped and can be gone on with: at a step, before it could listen to SIGTERM, or because the
    /// service ended it.</summary>
    public bool IsStop => ExitCode is ExitCodes.Stopped or ExitCodes.StoppedAtOnce or (FirstSignal + Terminate)
        || ((IsStopped || IsOverLimit) && ExitCode > FirstSignal);

    /// <summary>Why it ended so, as far as is known.</summary>
    public string Words => Error?.TrimEnd('.')
        ?? (s_deadly.Contains(ExitCode - FirstSignal) ? $"killed by signal {ExitCode - FirstSignal}"
            : ExitCode > FirstSignal
                ? $"exit code {ExitCode}, which is none of enas: it may have been unable to start; look whether all of its files are there"
            : $"exit code {ExitCode}");
}

/// <summary>What becomes of a fire. Pure functions, so that every rule is tested without a process or a clock.</summary>
internal static class FireRules
{
    /// <summary>How long a search waits that another process still writes.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_startAgain = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_firstBackOff = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestBackOff = TimeSpan.FromMinutes(10);

    /// <summary>The fires that a job's schedule brings in (after, through].</summary>
    /// <param name="job">A job with a schedule.</param>
    /// <param name="after">Up to where the clock was looked at before.</param>
    /// <param name="through">Now.</param>
    /// <param name="isBusy">Whether an earlier fire of this job has not ended.</param>
    public static IReadOnlyList<Fire> Due(ServedJob job, DateTimeOffset after, DateTimeOffset through, bool isBusy)
    {
        var schedule = job.Schedule!;
        var due = new CronSchedule(schedule.Cron, schedule.TimeZone).Due(after, through, schedule.OnMisfire);
        var latest = due.LastOrDefault(fire => fire.Runs).At;
        return [.. due.Select(fire => Of(fire, schedule.Overlap == OverlapPolicy.Skip ? (isBusy, fire.At != latest) : (false, false)))];

        Fire Of(DueFire fire, (bool IsBusy, bool IsOvertaken) overlap)
        {
            var (state, reason) = (fire.Runs, overlap) switch
            {
                (false, _) => (FireState.Missed, $"found more than {CronSchedule.MisfireAfter.TotalSeconds:0} s late"),
                (_, (true, _)) => (FireState.Skipped, "an earlier fire had not ended"),
                (_, (_, true)) => (FireState.Skipped, "a later fire was due as well"),
                _ => (FireState.Queued, null),
            };
            return new Fire(job.Name, fire.At, state)
            {
                Priority = schedule.Priority,
                Reason = reason,
                NotBefore = fire.At,
                EndedAt = state == FireState.Queued ? null : through,
            };
        }
    }

    /// <summary>A fire after its process has ended.</summary>
    /// <param name="end">The end of its process.</param>
    /// <param name="maxAttempts">Attempts that may fail.</param>
    /// <param name="now">When it ended.</param>
    public static Fire Ended(Fire fire, SearchEnd end, int maxAttempts, DateTimeOffset now)
    {
        var ended = fire with
        {
            ExitCode = end.ExitCode,
            Fingerprint = end.Fingerprint ?? fire.Fingerprint,
            FollowUp = end.FollowUp ?? fire.FollowUp,
            EndedAt = now,
            Reason = null
        };
        return end.ExitCode switch
        {
            ExitCodes.Done => ended with { State = FireState.Done },
            _ when end is { IsStop: true, IsOverLimit: true } =>
                ended with { State = FireState.Stopped, Reason = "the time limit stopped it; enas resume goes on" },
            _ when end.IsStop => ended with { EndedAt = null, NotBefore = now + Wait, Reason = "stopped; goes on" },
            ExitCodes.Difference or ExitCodes.Inconclusive
                or ExitCodes.GateFailed or ExitCodes.BadCommandLine or ExitCodes.BadInput or ExitCodes.NotFound =>
                ended with { State = FireState.Failed, Reason = $"{end.Words}; another attempt would not help" },
            _ => Failed(ended, end.Words, maxAttempts, now),
        };
    }

    /// <summary>A fire that the service could not start a process for. That is no attempt of the fire's: it waits, and
    /// is tried again.</summary>
    public static Fire NotStarted(Fire fire, string words, DateTimeOffset now) =>
        fire with
        {
            NotBefore = now + s_startAgain,
            Reason = $"could not be started: {words}; tried again in {s_startAgain.TotalSeconds:0} s"
        };

    private static Fire Failed(Fire fire, string words, int maxAttempts, DateTimeOffset now)
    {
        var failed = fire.FailedAttempts + 1;
        var backOff = s_firstBackOff * Math.Min(Math.Pow(2, failed - 1), s_longestBackOff / s_firstBackOff);
        return failed >= maxAttempts
            ? fire with { FailedAttempts = failed, State = FireState.Failed, Reason = $"{failed} attempts failed, the last one: {words}" }
            : fire with
            {
                FailedAttempts = failed,
                EndedAt = null,
                NotBefore = now + backOff,
                Reason = $"attempt {failed} failed: {words}; another one in {backOff.TotalSeconds:0} s"
            };
    }
}
