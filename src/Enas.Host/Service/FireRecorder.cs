using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Service;

/// <summary>
/// Brings the fires of schedules into the ledger. Whoever says that a job is due, Quartz or the sweep behind it, the fires are those
/// between the ledger's mark and now: one that was lost on the way is found by the next, and one that is there is not added again.
/// </summary>
internal sealed class FireRecorder(ServeOptions options, TimeProvider time, ILogger<FireRecorder> log) : IDisposable
{
    private readonly Lock _one = new();
    private readonly FireLedger _ledger = new(options.Root);
    private readonly Dictionary<string, Problem> _faults = new(StringComparer.Ordinal);
    private volatile IReadOnlyDictionary<string, ServedJob> _jobs = new Dictionary<string, ServedJob>();
    private volatile Exception? _failure;

    /// <summary>Jobs whose fires could not be recorded when they were last to be.</summary>
    public IReadOnlyList<Problem> Faults
    {
        get
        {
            lock (_one)
            {
                return [.. _faults.Values];
            }
        }
    }

    /// <summary>Keeps a fault of a thread of the scheduler for the loop, which it ends.</summary>
    public void Fail(Exception fault) => _failure = fault;

    /// <summary>Throws what a thread of the scheduler left.</summary>
    public void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>The jobs whose fires are recorded from now on.</summary>
    public void Serve(IReadOnlyList<ServedJob> jobs) => _jobs = jobs.ToDictionary(job => job.Name, StringComparer.Ordinal);

    /// <summary>Records what is due of every job.</summary>
    public void RecordAll()
    {
        foreach (var job in _jobs.Values.Where(job => job.Schedule is not null))
        {
            Record(job.Name, time.GetUtcNow());
        }
    }

    /// <summary>Records what is due of a job; nothing of one that is not served, has no schedule, or is paused.</summary>
    /// <param name="name">The job.</param>
    /// <param name="scheduled">An instant that is due already, for a caller whose clock is a little ahead.</param>
    public void Record(string name, DateTimeOffset scheduled)
    {
        lock (_one)
        {
            if (!_jobs.TryGetValue(name, out var job) || job.Schedule is not { } schedule)
            {
                return;
            }

            var now = time.GetUtcNow(); // A clock that fails is nobody's own fault.
            try
            {
                Record(job, schedule, now, scheduled);
                _faults.Remove(name);
            }
            catch (Exception error) when (error is not (IOException or UnauthorizedAccessException or SqliteException))
            {
                // Of this job, and the others are recorded.
                _faults[name] = new Problem("fires of " + name, $"fires of {name} could not be recorded: {error.Message}");
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _ledger.Dispose();

    private void Record(ServedJob job, ScheduleOptions schedule, DateTimeOffset now, DateTimeOffset scheduled)
    {
        var through = scheduled > now ? scheduled : now;
        var seenThrough = _ledger.SeenThrough(job.Name);
        var isAhead = seenThrough - through > CronSchedule.MisfireAfter; // The clock was wrong when it was looked at.
        seenThrough = isAhead ? through : seenThrough;
        if (schedule.Paused)
        {
            _ledger.Add(job.Name, [], through); // What is due now does not fire when it goes on, however it is let go on.
            return;
        }

        var after = seenThrough is { } seen && seen > schedule.Since ? seen : schedule.Since;
        if (after == default)
        {
            after = through; // A schedule written by hand: it counts from when it was first seen.
        }

        var fires = FireRules.Due(job, after, through, _ledger.Open().Any(fire => fire.Job == job.Name && fire.Search is null));
        if (fires.Count > 0 || seenThrough is null || isAhead)
        {
            _ledger.Add(job.Name, fires, through);
        }

        foreach (var fire in fires)
        {
            log.Fired(fire.Job, fire.At, FireText.Of(fire.State));
        }
    }
}
