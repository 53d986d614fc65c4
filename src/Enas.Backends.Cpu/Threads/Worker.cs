namespace Enas.Backends.Cpu.Threads;

/// <summary>One thread of the pool: waits for a ticket, spinning a little before it sleeps, and runs its share.</summary>
internal sealed class Worker
{
    private readonly WorkerPool _pool;
    private readonly int _thread;
    private readonly Spins _spins;
    private readonly object _gate = new();
    private int _tickets;
    private bool _asleep;
    private bool _stopping;

    public Worker(WorkerPool pool, int thread)
    {
        (_pool, _thread, _spins) = (pool, thread, new Spins(pool.ThreadCount, Disturbance.Shared, Spins.Usual / 2));
        new Thread(Loop) { IsBackground = true, Name = $"enas-cpu-{thread}" }.Start();
    }

    /// <summary>Hands over one ticket.</summary>
    public void Post()
    {
        // A full fence: either this thread sees the sleeper, or the sleeper sees the ticket.
        Interlocked.Increment(ref _tickets);
        if (Volatile.Read(ref _asleep))
        {
            lock (_gate)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Ends the thread after its current ticket.</summary>
    public void Stop()
    {
        Volatile.Write(ref _stopping, true);
        Post();
    }

    private void Loop()
    {
        for (var done = 0; ; done++)
        {
            WaitForTicket(done);
            if (Volatile.Read(ref _stopping))
            {
                return;
            }

            _pool.RunShare(_thread);
        }
    }

    private void WaitForTicket(int done)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var (spins, limit) = (0, _spins.LimitAt(begun));
        while (Volatile.Read(ref _tickets) == done && spins < limit)
        {
            Thread.SpinWait(8);
            spins++;
        }

        _spins.Spun(spins, begun);
        if (Volatile.Read(ref _tickets) != done)
        {
            return;
        }

        lock (_gate)
        {
            Volatile.Write(ref _asleep, true);
            Interlocked.MemoryBarrier();
            while (Volatile.Read(ref _tickets) == done)
            {
                Monitor.Wait(_gate);
            }

            Volatile.Write(ref _asleep, false);
        }
    }
}
