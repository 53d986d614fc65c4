using Enas.Host.Cli;
using Enas.Host.Searches;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Service;

/// <summary>
/// The one loop of the service: looks at the job folder and the queue, starts processes, and records what became of them. What is wrong
/// with one file, search or fire is named and put aside; what keeps it from all its work is a problem, and tried again; anything
/// else ends it.
/// </summary>
internal sealed class Dispatcher(
    ServeOptions options, FireLedger ledger, FireRecorder recorder, CronTriggers triggers,
        SchedulerFaults faults, RunningFires fires, ServiceChecks checks, TimeProvider time, ILogger<Dispatcher> log) : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_readFolder = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_check = TimeSpan.FromSeconds(10);

    /// <summary>Less than the time after which a fire has missed: what a trigger lost runs nevertheless.</summary>
    private static readonly TimeSpan s_sweep = CronSchedule.MisfireAfter / 2;

    private readonly JobFolderReader _reader = new(options.Jobs, time);
    private readonly Adoption _adoption = new(options.Root, log);
    private readonly QueueView _queue = new(ledger, time);
    private JobFolder _folder = new([], []);
    private JobFolder? _followed;
    private DateTimeOffset _folderReadAt;
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
        try
        {
            await ServeAsync(stoppingToken);
        }
        catch (Quartz.SchedulerException error)
        {
            throw SchedulerFaults.InWords(TriggerStore.PathOf(options.Root), error);
        }
        finally
        {
            // Also where the loop ends by a fault: a scheduler that goes on would keep the process alive, and searches would be nobody's.
            // Searches first: a scheduler whose store cannot be used may not stop at all.
            fires.Stop();
            var stopping = Try(triggers.StopAsync);
            await fires.DrainAsync(s_look);
            await stopping;
        }
    }

    private async Task ServeAsync(CancellationToken stoppingToken)
    {
        ReadFolder();
        log.Serving(_folder.Jobs.Count, options.Jobs, options.Root, options.MaxConcurrent);
        FindSearches();
        if (options.Adopts)
        {
            _adoption.Begin([.. Searches().Where(name => IsNobodys(name) && !ledger.Knows(name))], stoppingToken);
        }

        SqliteFile.Prepare(TriggerStore.PathOf(options.Root), log);
        await triggers.StartAsync();
        while (!stoppingToken.IsCancellationRequested)
        {
            await LookAsync();

            // Job files and requests of other processes lie in folders that may be shared, which tell nobody of a change.
            await Task.Delay(s_look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One look. One that fails changes nothing but what health says, and the next one is in a moment.</summary>
    private async Task LookAsync()
    {
        recorder.ThrowIfFailed();
        if (Now - _checkedAt >= s_check)
        {
            Check();
        }

        if (faults.Take() is { } fault)
        {
            Check();
            EndBy(fault);
        }

        try
        {
            fires.Collect(); // First: whatever else is wrong, what ended is recorded.
            if (Now - _folderReadAt >= s_readFolder)
            {
                ledger.RequireInPlace();
                ReadFolder();
            }

            await FollowSchedulesAsync();
            Adopt();
            _queue.Look();
            if (_checked.Count == 0)
            {
                fires.Start(_queue.Open);
                _queue.Look();
            }

            Show(new ServiceStatus(Now, _folder.Jobs.Count,
                _folder.Broken, fires.Count, _queue.Open.Count(fire => !fires.Has(fire)), _queue.Counts)
            {
                Searches = fires.Folders,
                Problems = _checked,
                PutAside = [.. _queue.Unreadable, .. recorder.Faults, .. triggers.Faults, .. fires.NotStarted, .. _adoption.LeftAlone],
            });
        }
        catch (Exception error) when (error is IOException
            or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException or Quartz.SchedulerException)
        {
            if (error is Quartz.SchedulerException)
            {
                faults.Keep(error); // The next look says whether it passes.
            }

            var last = Status ?? new ServiceStatus(Now, _folder.Jobs.Count, _folder.Broken, fires.Count, 0, []);
            Show(last with { LookedAt = Now, Problems = [.. _checked, new Problem("look", error.Message.Split('\n')[0])] });
        }
    }

    private void Check()
    {
        _checked = checks.Problems();
        _checkedAt = Now;
        if (_checked.Count == 0)
        {
            // Where there is no room, or no folder, health says so, and the store says nothing new.
            TriggerStore.RequireInPlace(options.Root);
        }
    }

    /// <summary>Ends the service by a fault of its scheduler: by itself it would neither fire nor end. While something else is wrong that
    /// is the reason, and it is tried again.</summary>
    private void EndBy(Exception fault)
    {
        if (_checked.Count == 0)
        {
            throw SchedulerFaults.InWords(TriggerStore.PathOf(options.Root), fault);
        }
    }

    /// <summary>Shows a look, and tells the log what is new about it; the words of a problem may change with each look.</summary>
    private void Show(ServiceStatus status)
    {
        var before = Status;
        Status = status;
        foreach (var problem in status.Problems.ExceptBy((before?.Problems ?? []).Select(problem => problem.Of), problem => problem.Of))
        {
            log.NotReady(problem.Words);
        }

        foreach (var row in _queue.Unreadable.Concat(recorder.Faults).Concat(triggers.Faults).Except(before?.PutAside ?? []))
        {
            log.PutAside(row.Words); // The others say so themselves.
        }

        if (before?.Problems.Count > 0 && status.Problems.Count == 0)
        {
            log.ReadyAgain();
        }
    }

    private void ReadFolder()
    {
        var before = _folder;
        _folder = _reader.Read();
        _folderReadAt = Now;
        if (!ReferenceEquals(_folder, before))
        {
            foreach (var broken in _folder.Broken.Except(before.Broken))
            {
                log.Broken(broken.ToString());
            }
        }
    }

    private async Task FollowSchedulesAsync()
    {
        if (!ReferenceEquals(_followed, _folder))
        {
            var folder = _folder;
            recorder.Serve(folder.Jobs);
            foreach (var job in await triggers.FollowAsync(folder.Jobs))
            {
                recorder.Record(job, Now);
            }

            _followed = folder;
        }

        if (Now - _sweptAt >= s_sweep)
        {
            recorder.RecordAll();
            _sweptAt = Now;
        }
    }

    private IEnumerable<string> Searches() => SearchLocator.Under(options.Root).Select(path => Path.GetFileName(path));

    /// <summary>The folders are the truth: a search that the ledger does not know, because it was lost, gets its fire back.</summary>
    private void FindSearches()
    {
        foreach (var search in Searches())
        {
            if (Fire.OfFolder(search) is { } linked && OwnFolder.FaultOfSearch(Path.Combine(options.Root, search)) is { } fault)
            {
                if (!ledger.Knows(linked))
                {
                    _adoption.LeaveAlone(search, fault);
                }

                continue;
            }

            if (Fire.OfFolder(search) is not { } fire || JobNames.Fault(fire.Job) is not null
                || !ledger.Add(fire with { Origin = Fire.Found, Reason = "found in the output folder", NotBefore = fire.At }))
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

    // The training after a search belongs to the search's fire, which goes on with it.
    private static bool IsNobodys(string name) => Fire.OfFolder(name) is null
        && !(name.EndsWith(FollowUpSteps.TrainingSuffix, StringComparison.Ordinal)
            && Fire.OfFolder(name[..^FollowUpSteps.TrainingSuffix.Length]) is not null);

    private void Adopt()
    {
        foreach (var fire in _adoption.Take(Now))
        {
            ledger.Add(fire);
            log.Adopted(fire.Folder);
        }
    }

    private async Task Try(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception error)
        {
            log.NotStopped(error.Message);
        }
    }
}
