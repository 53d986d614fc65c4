namespace Enas.Backends.Cpu.Threads;

/// <summary>A reusable barrier for the parts of one parallel run; breaks, rather than hangs, when a part has failed.</summary>
internal sealed class StepBarrier
{
    private int _arrived;
    private int _generation;
    private bool _broken;

    /// <summary>Makes it whole again, before a run.</summary>
    public void Reset()
    {
        _arrived = 0;
        Volatile.Write(ref _broken, false);
    }

    /// <summary>Lets everybody who waits, or will wait, fail.</summary>
    public void Break() => Volatile.Write(ref _broken, true);

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
            Volatile.Write(ref _generation, generation + 1);
            return;
        }

        var spinner = default(SpinWait);
        while (Volatile.Read(ref _generation) == generation)
        {
            if (Volatile.Read(ref _broken))
            {
                throw new ParallelRunBrokenException();
            }

            // Never sleep a millisecond: a time step takes less.
            spinner.SpinOnce(sleep1Threshold: -1);
        }
    }
}
