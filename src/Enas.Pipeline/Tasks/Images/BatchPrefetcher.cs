namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// Makes numbered batches ahead of their use on threads of its own. A batch is a function of its number alone, and they are handed
/// out by number, so the threads change nothing but the time. One consumer at a time.
/// </summary>
/// <typeparam name="T">The batch.</typeparam>
internal sealed class BatchPrefetcher<T> : IDisposable
    where T : class
{
    private readonly Func<long, T> _make;
    private readonly Thread[] _threads;
    private readonly Slot[] _slots;
    private readonly Lock _entry = new();
    private readonly object _changed = new();
    private long _next;
    private long _claimed;
    private int _run;
    private bool _stopped;

    /// <summary>Starts at a number.</summary>
    /// <param name="make">Makes batch number n; called by several threads at once.</param>
    /// <param name="first">The number that is expected to be asked for first.</param>
    /// <param name="threads">How many; with 0 a batch is made when it is asked for.</param>
    /// <param name="capacity">Batches kept ready, at most.</param>
    public BatchPrefetcher(Func<long, T> make, long first, int threads, int capacity)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _make = make;
        _next = _claimed = first;
        _slots = new Slot[capacity];
        _threads = [.. Enumerable.Range(0, threads).Select(i => new Thread(Work) { IsBackground = true, Name = $"enas batches {i}" })];
        foreach (var thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>
    /// Batch number <paramref name="number"/>. The next one is usually ready; any other is right too, and prefetching goes on from there.
    /// An exception of the making comes out here, each time that the number is asked for.
    /// </summary>
    public T Take(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        if (_threads.Length == 0)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            return _make(number);
        }

        lock (_entry)
        {
            var slot = Wait(number);
            slot.Failure?.Throw();
            return slot.Batch!;
        }
    }

    /// <summary>Stops the threads and waits for them; what is being made is finished first.</summary>
    public void Dispose()
    {
        lock (_changed)
        {
            _stopped = true;
            Monitor.PulseAll(_changed);
        }

        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }

    private Slot Wait(long number)
    {
        lock (_changed)
        {
            if (number != _next)
            {
                // What is under way belongs to an earlier run and is dropped when it is done.
                _run++;
                _next = _claimed = number;
                Array.Clear(_slots);
                Monitor.PulseAll(_changed);
            }

            ref var slot = ref _slots[number % _slots.Length];
            while (!slot.IsFilled)
            {
                ObjectDisposedException.ThrowIf(_stopped, this);
                Monitor.Wait(_changed);
            }

            var taken = slot;
            slot = default;
            _next++;
            Monitor.PulseAll(_changed);
            return taken;
        }
    }

    private void Work()
    {
        while (Claim() is { } claim)
        {
            Slot made;
            try
            {
                made = new Slot(true, _make(claim.Number), null);
            }
#pragma warning disable CA1031 // Whatever it is belongs to the consumer's thread.
            catch (Exception error)
#pragma warning restore CA1031
            {
                made = new Slot(true, null, System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(error));
            }

            lock (_changed)
            {
                if (claim.Run == _run)
                {
                    _slots[claim.Number % _slots.Length] = made;
                    Monitor.PulseAll(_changed);
                }
            }
        }
    }

    /// <summary>The next number to make once there is room for it; null when it is over.</summary>
    private (long Number, int Run)? Claim()
    {
        lock (_changed)
        {
            while (!_stopped && _claimed >= _next + _slots.Length)
            {
                Monitor.Wait(_changed);
            }

            return _stopped ? null : (_claimed++, _run);
        }
    }

    private readonly record struct Slot(bool IsFilled, T? Batch, System.Runtime.ExceptionServices.ExceptionDispatchInfo? Failure);
}
