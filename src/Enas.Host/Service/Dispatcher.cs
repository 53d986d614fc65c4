using System.Diagnostics;
using Enas.Host.Searches;
using Enas.Host.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Service;

/// <summary>The one loop of the service: looks at the job folder and the queue, starts processes, and records what became of them.</summary>
internal sealed class Dispatcher(
    ServeOptions options, FireLedger ledger, FireRecorder recorder, CronTriggers triggers, ServiceChecks checks, SearchMeter meter, TimeProvider time, ILogger<Dispatcher> log) : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_readFolder = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_check = TimeSpan.FromSeconds(10);

    /// <summary>Less than the time after which a fire has missed: what a trigger lost runs nevertheless.</summary>
    private static readonly TimeSpan s_sweep = CronSchedule.MisfireAfter / 2;

    private readonly Dictionary<string, RunningFire> _running = [];
    private JobFolder _folder = new([], []);
    private DateTimeOffset _folderReadAt;
    private DateTimeOffset _followed;
    private DateTimeOffset _sweptAt;
    private DateTimeOffset _checkedAt;
    private IReadOnlyList<Problem> _checked = [];

    /// <summary>The last look; null before the first.</summary>
    public ServiceStatus? Status { get; private set; }

    private DateTimeOffset Now => time.GetUtcNow();

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        ReadFolder();
        log.Serving(_folder.Jobs.Count, options.Jobs, options.Root, options.MaxConcurrent);
        FindSearches();
        await AdoptAsync();
        SqliteFile.Prepare(TriggerStore.PathOf(options.Root), log);
        await triggers.StartAsync();
        while (!stoppingToken.IsCancellationRequested)
        {
            await LookAsync();
            await Task.Delay(s_look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await triggers.StopAsync();
        await DrainAsync();
    }

    /// <summary>One look. One that fails changes nothing but what health says, and the next one is in a moment.</summary>
    private async Task LookAsync()
    {
        if (Now - _checkedAt >= s_check)
        {
            _checked = checks.Problems();
            _checkedAt = Now;
        }

        try
        {
            await CollectAsync(); // First: whatever else is wrong, what ended is recorded.
            if (Now - _folderReadAt >= s_readFolder)
            {
                ledger.RequireInPlace();
                ReadFolder();
            }

            await FollowSchedulesAsync();
            var open = ledger.Open();
            if (_checked.Count == 0)
            {
                Start(open);
            }

            Show(new ServiceStatus(Now, _folder.Jobs.Count, _folder.Broken, _running.Count, open.Count(fire => !_running.ContainsKey(fire.Folder)), ledger.Counts())
            {
                Searches = [.. _running.Keys.Select(FolderOf)],
                Problems = _checked,
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException or Quartz.SchedulerException)
        {
            var last = Status ?? new ServiceStatus(Now, _folder.Jobs.Count, _folder.Broken, _running.Count, 0, []);
            Show(last with { LookedAt = Now, Problems = [.. _checked, new Problem("look", error.Message.Split('\n')[0])] });
        }
    }

    /// <summary>Shows a look, and tells the log what is new about its problems; the words of one may change with each look.</summary>
    private void Show(ServiceStatus status)
    {
        var before = Status?.Problems ?? [];
        Status = status;
        foreach (var problem in status.Problems.ExceptBy(before.Select(problem => problem.Of), problem => problem.Of))
        {
            log.NotReady(problem.Words);
        }

        if (before.Count > 0 && status.Problems.Count == 0)
        {
            log.ReadyAgain();
        }
    }

    private void ReadFolder()
    {
        var before = _folder.Broken;
        _folder = JobFolder.Read(options.Jobs);
        _folderReadAt = Now;
        foreach (var broken in _folder.Broken.Except(before))
        {
            log.Broken(broken.ToString());
        }
    }

    private async Task FollowSchedulesAsync()
    {
        if (_followed != _folderReadAt)
        {
            recorder.Serve(_folder.Jobs);
            foreach (var job in await triggers.FollowAsync(_folder.Jobs))
            {
                recorder.Record(job, Now);
            }

            _followed = _folderReadAt;
        }

        if (Now - _sweptAt >= s_sweep)
        {
            recorder.RecordAll();
            _sweptAt = Now;
        }
    }

    /// <summary>The folders are the truth: a search that the ledger does not know, because it was lost, gets its fire back.</summary>
    private void FindSearches()
    {
        foreach (var search in SearchLocator.Under(options.Root).Select(path => Path.GetFileName(path)))
        {
            if (Fire.OfFolder(search) is not { } fire || !ledger.Add(fire with { Origin = Fire.Found, Reason = "found in the output folder", NotBefore = fire.At }))
            {
                continue;
            }

            log.Found(search);
            if (ledger.SeenThrough(fire.Job) is not { } seen || seen < fire.At)
            {
                ledger.Add(fire.Job, [], fire.At);
            }
        }
    }

    private async Task AdoptAsync()
    {
        foreach (var fire in options.Adopts ? await Adoption.FindAsync(options.Root, ledger, Now, log) : [])
        {
            ledger.Add(fire);
            log.Adopted(fire.Folder);
        }
    }

    private void Start(IReadOnlyList<Fire> open)
    {
        foreach (var fire in open.OrderByDescending(fire => fire.State).Where(fire => !_running.ContainsKey(fire.Folder) && fire.NotBefore <= Now))
        {
            if (_running.Count >= options.MaxConcurrent)
            {
                return;
            }

            // As it is now: whoever changed it and asked for a search the next moment gets the search with the change.
            var (schedule, broken) = fire.Search is null ? JobFolder.ScheduleOf(JobOf(fire)) : (null, []);
            if (broken.Count > 0)
            {
                continue; // Its limits are not known.
            }

            if (fire.Search is null && schedule?.Overlap != OverlapPolicy.Allow && _running.Values.Any(running => running.Fire.Job == fire.Job && running.Fire.Search is null))
            {
                continue;
            }

            Start(fire, schedule);
        }
    }

    private void Start(Fire fire, ScheduleOptions? schedule)
    {
        var folder = FolderOf(fire.Folder);
        if (fire.Search is not null && !SearchLocator.IsSearch(folder))
        {
            ledger.Update(fire with { State = FireState.Failed, EndedAt = Now, Reason = "its folder is gone" });
            return;
        }

        // Recorded before the process exists: a crash in between resumes a search that has not begun, which runs it.
        var started = fire with { State = FireState.Running, Processes = fire.Processes + 1, StartedAt = fire.StartedAt ?? Now };
        ledger.Update(started);
        var span = StartSpan(started);
        var follower = new LogFollower(folder, meter.Of(fire.Job), time, log);
        var process = SearchProcess.Start(
            JobOf(fire), folder, Path.Combine(FireLedger.FolderOf(options.Root), "logs", fire.Folder + ".log"), span?.Id);
        _running.Add(fire.Folder, new RunningFire(started, process, follower, span, schedule?.TimeLimitSeconds, schedule?.MaxAttempts ?? 3));
        log.Started(fire.Folder, process.Id);
    }

    private string JobOf(Fire fire) => Path.Combine(options.Jobs, fire.Job + ".json");

    private string FolderOf(string search) => Path.Combine(options.Root, search);

    /// <summary>The span of one process of a fire; the loop itself stays under none.</summary>
    private static Activity? StartSpan(Fire fire)
    {
        var span = TelemetrySource.Activities.StartActivity("enas.fire", ActivityKind.Internal, default(ActivityContext));
        Activity.Current = null;
        return span?.SetTag("enas.job", fire.Job).SetTag("enas.search", fire.Folder).SetTag("enas.fire.origin", fire.Origin).SetTag("enas.fire.process", fire.Processes);
    }

    private async Task CollectAsync()
    {
        foreach (var (name, running) in _running.ToArray())
        {
            var (fire, process, limit, attempts) = (running.Fire, running.Process, running.LimitSeconds, running.MaxAttempts);
            if (process.HasExited)
            {
                var end = process.End();
                var ended = FireRules.Ended(fire, end, attempts, Now);
                ledger.Update(ended);
                _running.Remove(name);
                Say(ended);
                running.Span?.SetTag("enas.exit_code", end.ExitCode).SetTag("enas.fire.state", FireText.Of(ended.State));
                await running.DisposeAsync();
            }
            else if (limit is { } seconds && !process.IsOverLimit && Now - process.StartedAt > TimeSpan.FromSeconds(seconds))
            {
                process.Stop(isOverLimit: true);
            }
        }
    }

    private void Say(Fire ended)
    {
        var (state, exitCode) = (FireText.Of(ended.State), ended.ExitCode ?? 0);
        if (ended.Reason is { } reason)
        {
            log.EndedBecause(ended.State == FireState.Failed ? LogLevel.Warning : LogLevel.Information, ended.Folder, exitCode, state, reason);
        }
        else
        {
            log.Ended(ended.Folder, exitCode, state);
        }
    }

    private async Task DrainAsync()
    {
        log.Draining(_running.Count);
        foreach (var running in _running.Values)
        {
            running.Process.Stop();
        }

        while (_running.Count > 0)
        {
            await CollectAsync();
            await Task.Delay(s_look, time);
        }
    }
}
