namespace Enas.Backends.Cpu.Threads;

/// <summary>
/// A reusable barrier for the parts of one parallel run; breaks, rather than hangs, when a part has failed. Who waits spins a little, since
/// the others mostly come within microseconds, and then sleeps, which leaves the processor to those who are late.
/// </summary>
/// <param name="threads">Threads of the pool.</param>
internal sealed class StepBarrier(int threads)
{
    private readonly Spins _spins = new(threads, Disturbance.Shared);
    private readonly object _gate = new();
    private int _arrived;
    private int _generation;
    private int _sleepers;
    private bool _broken;

    /// <summary>Makes it whole again, before a run.</summary>
    public void Reset()
    {
        _arrived = 0;
        Volatile.Write(ref _broken, false);
    }

    /// <summary>Lets everybody who waits, or will wait, fail.</summary>
    public void Break()
    {
        Volatile.Write(ref _broken, true);
        Wake();
    }

    /// <summary>Waits until <paramref name="participants"/> threads are here.</summary>
    public void Wait(int participants)
    {
        if (participants == 1)
        {
            return;
        }

        var generation = Volatile.Read(ref _generation);
        if (Interlocked.Increment(ref _arrived) == participants)
        {
            _arrived = 0;
            Interlocked.Increment(ref _generation);
            Wake();
            return;
        }

        var begun = TimeProvider.System.GetTimestamp();
        var (spins, limit) = (0, _spins.LimitAt(begun));
        while (!IsOver(generation) && spins < limit)
        {
            Thread.SpinWait(8);
            spins++;
        }

        _spins.Spun(spins, begun);

        Sleep(generation);
    }

    private bool IsOver(int generation)
    {
        if (Volatile.Read(ref _generation) != generation)
        {
            return true;
        }

        return Volatile.Read(ref _broken) ? throw new ParallelRunBrokenException() : false;
    }

    private void Sleep(int generation)
    {
        if (IsOver(generation))
        {
            return;
        }

        lock (_gate)
        {
            // A full fence: either this thread sees the new generation, or the last to arrive sees the sleeper.
            Interlocked.Increment(ref _sleepers);
            try
            {
                while (!IsOver(generation))
                {
                    Monitor.Wait(_gate);
                }
            }
            finally
            {
                Interlocked.Decrement(ref _sleepers);
            }
        }
    }

    private void Wake()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleepers) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }
}
