using Quartz;

namespace Enas.Host.Service;

/// <summary>Keeps the triggers in Quartz's store equal to the schedule files: cron, zone, priority, misfire instruction, pause.</summary>
internal sealed class CronTriggers(ISchedulerFactory factory, TimeProvider time)
{
    private const string Group = "jobs";

    private static readonly TimeSpan s_stop = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, ScheduleOptions> _known = [];
    private readonly SortedDictionary<string, Problem> _faults = new(StringComparer.Ordinal);
    private IScheduler? _scheduler;

    /// <summary>Jobs whose trigger could not be made; the sweep finds their fires a little later than a trigger would.</summary>
    public IReadOnlyCollection<Problem> Faults => _faults.Values;

    /// <summary>Starts to fire.</summary>
    public async Task StartAsync() => await (await SchedulerAsync()).Start();

    /// <summary>
    /// Stops to fire; waits a little for what is being recorded. A scheduler whose store cannot be used tries it again and again and waits
    /// in between, and its threads end with the process.
    /// </summary>
    /// <exception cref="TimeoutException">It did not stop.</exception>
    public async Task StopAsync()
    {
        if (_scheduler is { } scheduler)
        {
            await Task.Run(async () => await scheduler.Shutdown(waitForJobsToComplete: true)).WaitAsync(s_stop);
        }
    }

    /// <summary>Makes the store equal to the schedules.</summary>
    /// <returns>Jobs whose schedule is new, or another one.</returns>
    public async Task<IReadOnlyList<string>> FollowAsync(IReadOnlyList<ServedJob> jobs)
    {
        var scheduler = await SchedulerAsync();
        var wanted = jobs.Where(job => job.Schedule is not null)
            .ToDictionary(job => job.Name, job => job.Schedule!, StringComparer.Ordinal);
        foreach (var gone in (await scheduler.GetJobKeys(GroupMatcher<JobKey>.GroupEquals(Group)))
            .Where(key => !wanted.ContainsKey(key.Name)).ToArray())
        {
            await scheduler.DeleteJob(gone);
            _known.Remove(gone.Name);
        }

        var changed = new List<string>();
        foreach (var (name, want) in wanted.Where(want => !_known.TryGetValue(want.Key, out var known) || known != want.Value))
        {
            if (await TryScheduleAsync(scheduler, name, want))
            {
                changed.Add(name);
            }

            _known[name] = want;
        }

        foreach (var gone in _faults.Keys.Where(name => !wanted.ContainsKey(name)).ToArray())
        {
            _faults.Remove(gone);
        }

        return changed;
    }

    /// <summary>The trigger of a job as the store has it, or null.</summary>
    public async Task<ICronTrigger?> TriggerAsync(string name) =>
        await (await SchedulerAsync()).GetTrigger(new TriggerKey(name, Group)) as ICronTrigger;

    /// <summary>Whether the store has a job's trigger paused.</summary>
    public async Task<bool> IsPausedAsync(string name) =>
        await (await SchedulerAsync()).GetTriggerState(new TriggerKey(name, Group)) == TriggerState.Paused;

    // Where it fires after all, once is enough: the recorder finds all that are due.
    private static CronTriggerMisfireInstruction Instruction(MisfirePolicy policy) =>
        policy == MisfirePolicy.Skip ? CronTriggerMisfireInstruction.DoNothing : CronTriggerMisfireInstruction.FireAndProceed;

    private static bool Is(ICronTrigger trigger, ScheduleOptions schedule) =>
        trigger.CronExpressionString == schedule.Cron && trigger.TimeZone.Id == schedule.TimeZone && trigger.Priority == schedule.Priority
        && trigger.MisfireInstruction == Instruction(schedule.OnMisfire) && trigger.StartTimeUtc >= schedule.Since;

    private static async Task PauseAsync(IScheduler scheduler, string name, bool isPaused)
    {
        var key = new TriggerKey(name, Group);
        if (isPaused)
        {
            await scheduler.PauseTrigger(key);
        }
        else if (await scheduler.GetTriggerState(key) == TriggerState.Paused)
        {
            await scheduler.ResumeTrigger(key);
        }
    }

    /// <summary>Whether a schedule is new. One that Quartz does not take is a fault of its own job; only a store that
    /// fails is everybody's.</summary>
    private async Task<bool> TryScheduleAsync(IScheduler scheduler, string name, ScheduleOptions want)
    {
        try
        {
            var isNew = await ScheduleAsync(scheduler, name, want);
            await PauseAsync(scheduler, name, want.Paused);
            _faults.Remove(name);
            return isNew;
        }
        catch (Exception error) when (error is not (JobPersistenceException or IOException or Microsoft.Data.Sqlite.SqliteException))
        {
            _faults[name] = new Problem("trigger of " + name, $"the trigger of {name} could not be made: {error.Message}");
            return true;
        }
    }

    /// <summary>A trigger that is as it should be stays, with its next fire time; any other is replaced.</summary>
    private async Task<bool> ScheduleAsync(IScheduler scheduler, string name, ScheduleOptions schedule)
    {
        if (await TriggerAsync(name) is { } trigger && Is(trigger, schedule))
        {
            return false;
        }

        var now = time.GetUtcNow();
        var from = schedule.Since > now ? schedule.Since : now;
        await scheduler.DeleteJob(new JobKey(name, Group));
        if (!new CronSchedule(schedule.Cron, schedule.TimeZone).After(from).Any())
        {
            return true; // Its last fire is past: Quartz takes no such trigger.
        }

        var job = JobBuilder.Create<RecordFires>().WithIdentity(name, Group).RequestRecovery().Build();
        var cron = CronScheduleBuilder.Create(schedule.Cron)
            .InTimeZone(TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone)).WithMisfireInstruction(Instruction(schedule.OnMisfire));
        var replacement = TriggerBuilder.Create(time)
            .WithIdentity(name, Group).WithPriority(schedule.Priority).StartAt(from).WithSchedule(cron).Build();
        await scheduler.ScheduleJob(job, replacement);
        return true;
    }

    private async ValueTask<IScheduler> SchedulerAsync() => _scheduler ??= await factory.GetScheduler();
}
