using Microsoft.Extensions.Logging;

namespace Enas.Host.Service;

/// <summary>
/// Brings the fires of schedules into the ledger. Whoever says that a job is due, Quartz or the sweep behind it, the fires are those between
/// the ledger's mark and now: one that was lost on the way is found by the next, and one that is there is not added again.
/// </summary>
internal sealed class FireRecorder(ServeOptions options, TimeProvider time, ILogger<FireRecorder> log) : IDisposable
{
    private readonly Lock _one = new();
    private readonly FireLedger _ledger = new(options.Root);
    private volatile IReadOnlyList<ServedJob> _jobs = [];

    /// <summary>The jobs whose fires are recorded from now on.</summary>
    public void Serve(IReadOnlyList<ServedJob> jobs) => _jobs = jobs;

    /// <summary>Records what is due of every job.</summary>
    public void RecordAll()
    {
        foreach (var job in _jobs.Where(job => job.Schedule is not null))
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
            if (_jobs.FirstOrDefault(job => job.Name == name) is not { Schedule: { } schedule } job)
            {
                return;
            }

            var now = time.GetUtcNow();
            var through = scheduled > now ? scheduled : now;
            var seenThrough = _ledger.SeenThrough(name);
            var isAhead = seenThrough - through > CronSchedule.MisfireAfter; // The clock was wrong when it was looked at.
            seenThrough = isAhead ? through : seenThrough;
            if (schedule.Paused)
            {
                _ledger.Add(name, [], through); // What is due now does not fire when it goes on, however it is let go on.
                return;
            }

            var after = seenThrough is { } seen && seen > schedule.Since ? seen : schedule.Since;
            if (after == default)
            {
                after = through; // A schedule written by hand: it counts from when it was first seen.
            }

            var fires = FireRules.Due(job, after, through, _ledger.Open().Any(fire => fire.Job == name && fire.Search is null));
            if (fires.Count > 0 || seenThrough is null || isAhead)
            {
                _ledger.Add(name, fires, through);
            }

            foreach (var fire in fires)
            {
                log.Fired(fire.Job, fire.At, FireText.Of(fire.State));
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _ledger.Dispose();
}
