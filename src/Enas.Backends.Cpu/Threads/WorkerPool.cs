using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Enas.Backends.Cpu.Threads;

/// <summary>
/// Persistent threads that run numbered parts: part p always runs on thread p modulo the thread count, so who does what never
/// depends on timing. The calling thread is thread 0. One caller at a time, no nesting.
/// </summary>
internal sealed unsafe class WorkerPool : IDisposable
{
    private readonly Worker[] _workers;
    private readonly Spins _spins;
    private readonly StepBarrier _barrier;
    private delegate*<void*, int, void> _invoke;
    private void* _body;
    private int _parts;
    private int _pending;
    private Exception? _failure;

    /// <summary>Starts <paramref name="threadCount"/> - 1 threads.</summary>
    public WorkerPool(int threadCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threadCount, 1);
        ThreadCount = threadCount;
        _spins = new Spins(threadCount, Disturbance.Shared);
        _barrier = new StepBarrier(threadCount);
        _workers = new Worker[threadCount - 1];
        for (var i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Worker(this, i + 1);
        }
    }

    /// <summary>Threads that take part, the caller included.</summary>
    public int ThreadCount { get; }

    /// <summary>Runs <paramref name="body"/> for 0 .. <paramref name="parts"/>-1 and returns when all are done; the first
    /// failure is rethrown.</summary>
    public void Run(int parts, Action<int> body)
    {
        var wrapped = new ActionBody(body);
        Run(parts, ref wrapped);
    }

    /// <summary>The same with a body that is a value on the caller's stack, so that nothing is allocated.</summary>
    public void Run<TBody>(int parts, ref TBody body)
        where TBody : struct, IParallelBody
    {
        var helpers = Math.Min(ThreadCount, parts) - 1;
        if (helpers <= 0)
        {
            for (var part = 0; part < parts; part++)
            {
                body.Run(part);
            }

            return;
        }

        // The body does not move: it lives on this thread's stack, and this thread stays here until all parts are done.
        RunOnHelpers(helpers, parts, &Invoke<TBody>, Unsafe.AsPointer(ref body));
    }

    /// <summary>
    /// Waits, inside a body, until all <paramref name="participants"/> parts are here. Only valid when there are no more
    /// parts than threads.
    /// </summary>
    public void Synchronise(int participants) => _barrier.Wait(participants);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            worker.Stop();
        }
    }

    /// <summary>Called by a worker: its share of the current run.</summary>
    internal void RunShare(int thread)
    {
        RunParts(thread);
        if (Interlocked.Decrement(ref _pending) == 0)
        {
            lock (_workers)
            {
                Monitor.Pulse(_workers);
            }
        }
    }

    private static void Invoke<TBody>(void* body, int part)
        where TBody : struct, IParallelBody => Unsafe.AsRef<TBody>(body).Run(part);

    private void RunOnHelpers(int helpers, int parts, delegate*<void*, int, void> invoke, void* body)
    {
        _invoke = invoke;
        _body = body;
        (_parts, _failure) = (parts, null);
        _barrier.Reset();
        Volatile.Write(ref _pending, helpers);
        for (var i = 0; i < helpers; i++)
        {
            _workers[i].Post();
        }

        RunParts(0);
        WaitForHelpers();
        _body = null;
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private void RunParts(int thread)
    {
        try
        {
            for (var part = thread; part < _parts; part += ThreadCount)
            {
                _invoke(_body, part);
            }
        }
        catch (Exception failure) when (failure is not ParallelRunBrokenException)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
            _barrier.Break();
        }
        catch (ParallelRunBrokenException)
        {
            // The failure that broke the barrier is the one to report.
        }
    }

    private void WaitForHelpers()
    {
        var begun = TimeProvider.System.GetTimestamp();
        var (spins, limit) = (0, _spins.LimitAt(begun));
        while (Volatile.Read(ref _pending) != 0 && spins < limit)
        {
            Thread.SpinWait(8);
            spins++;
        }

        _spins.Spun(spins, begun);
        if (Volatile.Read(ref _pending) == 0)
        {
            return;
        }

        lock (_workers)
        {
            while (Volatile.Read(ref _pending) != 0)
            {
                Monitor.Wait(_workers);
            }
        }
    }

    private readonly struct ActionBody(Action<int> action) : IParallelBody
    {
        private readonly Action<int> _action = action;

        public void Run(int part) => _action(part);
    }
}
