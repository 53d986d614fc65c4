using System.Diagnostics;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Host.Telemetry;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Service;

/// <summary>The fires that have a process: starts them, records what became of them, stops them.</summary>
internal sealed class RunningFires(ServeOptions options, FireLedger ledger, SearchMeter meter, TimeProvider time, ILogger<RunningFires> log)
{
    private static readonly TimeSpan s_stopUnbegun = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, RunningFire> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Problem> _notStarted = new(StringComparer.Ordinal);

    public int Count => _running.Count;

    /// <summary>Folders of their searches.</summary>
    public IReadOnlyList<string> Folders => [.. _running.Keys.Select(FolderOf)];

    /// <summary>Fires that could not be started when they were last tried.</summary>
    public IReadOnlyCollection<Problem> NotStarted => _notStarted.Values;

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Whether a fire has a process.</summary>
    public bool Has(Fire fire) => _running.ContainsKey(fire.Folder);

    /// <summary>Starts of open fires those that may and that there are places for.</summary>
    public void Start(IReadOnlyList<Fire> open)
    {
        ForgetCancelled(open);
        foreach (var fire in open.OrderByDescending(fire => fire.State).Where(fire => !Has(fire) && fire.NotBefore <= Now))
        {
            if (_running.Count >= options.MaxConcurrent)
            {
                return;
            }

            // As it is now: whoever changed it and asked for a search the next moment gets the search with the change.
            var (schedule, broken) = fire.Search is null ? JobFolder.ScheduleOf(JobOf(fire), options: null) : (null, []);
            // The limits of a broken one are not known.
            if (broken.Count == 0 && (fire.Search is not null || schedule?.Overlap == OverlapPolicy.Allow || !IsBusy(fire.Job)))
            {
                Start(fire, schedule);
            }
        }
    }

    /// <summary>Records what became of those that ended, and sees to the limits of the others.</summary>
    public void Collect()
    {
        foreach (var (name, running) in _running.ToArray())
        {
            if (running.HasEnded(Now))
            {
                var end = running.Process.End();
                var ended = FireRules.Ended(running.Fire, end, running.MaxAttempts, Now);
                ledger.Update(ended);
                Forget(name, running);
                Say(ended);
                running.Span?.SetTag("enas.exit_code", end.ExitCode).SetTag("enas.fire.state", FireText.Of(ended.State));
                running.Dispose();
            }
            else
            {
                running.Limit(StopWithin(name));
            }
        }
    }

    /// <summary>Asks all to stop at their next steps.</summary>
    public void Stop()
    {
        log.Draining(_running.Count);
        foreach (var running in _running.Values)
        {
            running.Process.Stop();
        }
    }

    /// <summary>
    /// Waits for all that were asked to stop, ends those that take longer than they may, and records what can be recorded. A fire that
    /// cannot be recorded stands as running, and the next service goes on with it.
    /// </summary>
    /// <param name="look">The pause between two looks.</param>
    public async Task DrainAsync(TimeSpan look)
    {
        while (_running.Count > 0)
        {
            try
            {
                Collect();
            }
            catch (Exception error)
            {
                log.NotRecorded(error.Message);
                GiveUpEnded();
            }

            // What can end here are also processes that an earlier service began, which tell only their parent.
            await Task.Delay(look);
        }
    }

    private void GiveUpEnded()
    {
        foreach (var (name, running) in _running.ToArray())
        {
            if (running.Process.HasExited)
            {
                _running.Remove(name);
            }

            running.Limit(StopWithin(name));
        }
    }

    /// <summary>The time to stop that a search has: one that has no folder yet has no step to end and nothing to lose, however long it
    /// reads or makes its data.</summary>
    private TimeSpan StopWithin(string name) =>
        options.StopWithin > s_stopUnbegun && !SearchLocator.IsSearch(FolderOf(name)) ? s_stopUnbegun : options.StopWithin;

    private bool IsBusy(string job) => _running.Values.Any(running => running.Fire.Job == job && running.Fire.Search is null);

    private void Start(Fire fire, ScheduleOptions? schedule)
    {
        if (fire.Search is not null && !SearchLocator.IsSearch(FolderOf(fire.Folder)))
        {
            ledger.UpdateOpen(fire with { State = FireState.Failed, EndedAt = Now, Reason = "its folder is gone" });
            return;
        }

        if (OwnFolder.FaultOfSearch(FolderOf(fire.Folder)) is { } fault)
        {
            ledger.UpdateOpen(fire with { State = FireState.Failed, EndedAt = Now, Reason = $"its folder is not gone on with: {fault}" });
            return;
        }

        // Recorded before the process exists: a crash in between resumes a search that has not begun, which runs it.
        var started = fire with { State = FireState.Running, Processes = fire.Processes + 1, StartedAt = fire.StartedAt ?? Now };
        if (!ledger.UpdateOpen(started))
        {
            return; // It was cancelled since the queue was read.
        }

        try
        {
            Run(started, schedule);
            _notStarted.Remove(fire.Folder);
        }
        catch (Exception error)
        {
            // Whatever it is, it is this fire's, and the others are started.
            var waiting = FireRules.NotStarted(fire, error.Message.Split('\n')[0], Now);
            ledger.Update(waiting);
            _notStarted[fire.Folder] = new Problem("fire " + fire.Folder, $"{fire.Folder} {waiting.Reason}");
            log.NotStarted(fire.Folder, waiting.Reason!);
        }
    }

    private void Run(Fire fire, ScheduleOptions? schedule)
    {
        var folder = FolderOf(fire.Folder);
        var span = StartSpan(fire);
        var follower = new LogFollower(folder, meter.Of(fire.Job), time, log);
        try
        {
            var process = SearchProcess.Start(
                JobOf(fire), folder, Path.Combine(OwnFolder.LogsOf(options.Root), fire.Folder + ".log"), span?.Id, ThenOf(fire, schedule),
                options.Elsewhere);
            _running.Add(fire.Folder, new RunningFire(fire, process, follower, span, schedule));
            log.Started(fire.Folder, process.Id);
        }
        catch
        {
            follower.End();
            span?.Dispose();
            throw;
        }
    }

    // A search that was found lost its ledger: it may be from before there were steps, and only those that were begun go on.
    private FollowUpSteps? ThenOf(Fire fire, ScheduleOptions? schedule) =>
        fire.Origin != Fire.Found || SearchLocator.IsSearch(FolderOf(fire.Folder) + FollowUpSteps.TrainingSuffix) ? schedule?.Then : null;

    // What could not be started and was cancelled is nobody's problem any more.
    private void ForgetCancelled(IReadOnlyList<Fire> open)
    {
        foreach (var gone in _notStarted.Keys.Except(open.Select(fire => fire.Folder), StringComparer.Ordinal).ToArray())
        {
            _notStarted.Remove(gone);
        }
    }

    private void Forget(string name, RunningFire running)
    {
        _running.Remove(name);
        if (!running.IsMeasured)
        {
            log.NotMeasured(name, "its log could not be read to its end in time");
        }
    }

    private string JobOf(Fire fire) => Path.Combine(options.Jobs, fire.Job + ".json");

    private string FolderOf(string search) => Path.Combine(options.Root, search);

    /// <summary>The span of one process of a fire; the loop itself stays under none.</summary>
    private static Activity? StartSpan(Fire fire)
    {
        var span = TelemetrySource.Activities.StartActivity("enas.fire", ActivityKind.Internal, default(ActivityContext));
        Activity.Current = null;
        return span?.SetTag("enas.job", fire.Job)
            .SetTag("enas.search", fire.Folder).SetTag("enas.fire.origin", fire.Origin).SetTag("enas.fire.process", fire.Processes);
    }

    private void Say(Fire ended)
    {
        var (state, exitCode) = (FireText.Of(ended.State), ended.ExitCode ?? 0);
        if (ended.Reason is { } reason)
        {
            log.EndedBecause(ended.State == FireState.Failed
                ? LogLevel.Warning : LogLevel.Information, ended.Folder, exitCode, state, reason);
        }
        else
        {
            log.Ended(ended.Folder, exitCode, state);
        }
    }
}
