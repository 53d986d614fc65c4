using System.Diagnostics;
using Enas.Host.Searches;
using Enas.Host.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Service;

/// <summary>What a service serves.</summary>
/// <param name="Jobs">The folder of job files.</param>
/// <param name="Root">The folder of searches.</param>
/// <param name="MaxConcurrent">Searches that run at a time.</param>
/// <param name="Listen">Address and port of health and metrics.</param>
/// <param name="Adopts">Whether it goes on with what people left unfinished in the folder of searches.</param>
internal sealed record ServeOptions(string Jobs, string Root, int MaxConcurrent, string Listen, bool Adopts = true);

/// <summary>What the service is doing, for health; replaced as a whole after each look.</summary>
internal sealed record ServiceStatus(DateTimeOffset LookedAt, int JobCount, IReadOnlyList<BrokenFile> Broken, int Running, int Queued, IReadOnlyList<(FireState State, long Count)> Fires)
{
    /// <summary>Folders of the searches that run.</summary>
    public IReadOnlyList<string> Searches { get; init; } = [];
}

/// <summary>The one loop of the service: looks at the job folder and the queue, starts processes, and records what became of them.</summary>
internal sealed class Dispatcher(
    ServeOptions options, FireLedger ledger, FireRecorder recorder, CronTriggers triggers, SearchMeter meter, TimeProvider time, ILogger<Dispatcher> log) : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_readFolder = TimeSpan.FromSeconds(2);

    /// <summary>Less than the time after which a fire has missed: what a trigger lost runs nevertheless.</summary>
    private static readonly TimeSpan s_sweep = CronSchedule.MisfireAfter / 2;

    private readonly Dictionary<string, RunningFire> _running = [];
    private JobFolder _folder = new([], []);
    private DateTimeOffset _folderReadAt;
    private DateTimeOffset _followed;
    private DateTimeOffset _sweptAt;

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
        TriggerStore.Prepare(options.Root, log);
        await triggers.StartAsync();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException or Quartz.SchedulerException)
            {
                log.LookFailed(error);
            }

            await Task.Delay(s_look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await triggers.StopAsync();
        await DrainAsync();
    }

    private async Task LookAsync()
    {
        if (Now - _folderReadAt >= s_readFolder)
        {
            ReadFolder();
        }

        await FollowSchedulesAsync();
        await CollectAsync();
        var open = ledger.Open();
        Start(open);
        Status = new ServiceStatus(Now, _folder.Jobs.Count, _folder.Broken, _running.Count, open.Count(fire => !_running.ContainsKey(fire.Folder)), ledger.Counts())
        {
            Searches = [.. _running.Keys.Select(FolderOf)],
        };
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
            _followed = _folderReadAt;
            foreach (var job in await triggers.FollowAsync(_folder.Jobs, job => ledger.Job(job).IsPaused))
            {
                recorder.Record(job, Now);
            }
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
            if (Fire.OfFolder(search) is not { } fire || !ledger.Add(fire with { Reason = "found in the output folder", NotBefore = fire.At }))
            {
                continue;
            }

            log.Found(search);
            if (ledger.Job(fire.Job).SeenThrough is not { } seen || seen < fire.At)
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

            var schedule = fire.Search is null ? _folder.Jobs.FirstOrDefault(job => job.Name == fire.Job)?.Schedule : null;
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
            Path.Combine(options.Jobs, fire.Job + ".json"), folder, Path.Combine(FireLedger.FolderOf(options.Root), "logs", fire.Folder + ".log"), span?.Id);
        _running.Add(fire.Folder, new RunningFire(started, process, follower, span, schedule?.TimeLimitSeconds, schedule?.MaxAttempts ?? 3));
        log.Started(fire.Folder, process.Id);
    }

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
                var (exitCode, fingerprint) = process.Result();
                var ended = FireRules.Ended(fire, exitCode, fingerprint, process.IsOverLimit, attempts, Now);
                ledger.Update(ended);
                log.Ended(name, exitCode, ended.State, ended.Reason);
                _running.Remove(name);
                running.Span?.SetTag("enas.exit_code", exitCode).SetTag("enas.fire.state", FireText.Of(ended.State));
                await running.DisposeAsync();
            }
            else if (limit is { } seconds && !process.IsOverLimit && Now - process.StartedAt > TimeSpan.FromSeconds(seconds))
            {
                process.Stop(isOverLimit: true);
            }
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
