namespace Enas.Pipeline.Tests.Work;

/// <summary>Time that stands until it is moved to the next timer; timers of one instant come in the order in which they were set.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly PriorityQueue<Timer, (long Due, long Number)> _timers = new();
    private long _now;
    private long _number;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How long it has run.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(_now);

    public override long GetTimestamp() => _now;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Does something later.</summary>
    public void After(TimeSpan wait, Action action) => new Timer(this, action).Change(wait, Timeout.InfiniteTimeSpan);

    /// <summary>Moves on to the next timer and runs it; false where none is set.</summary>
    public bool Next()
    {
        while (_timers.TryDequeue(out var timer, out var place))
        {
            if (timer.IsSetFor(place.Number))
            {
                _now = place.Due;
                timer.Run();
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves on until a task has ended.</summary>
    public T Until<T>(ValueTask<T> task)
    {
        var whole = task.AsTask();
        while (!whole.IsCompleted)
        {
            // What a cancellation ends comes back on a thread of the pool.
            var isMoving = Next() || whole.ContinueWith(_ => { }, TaskScheduler.Default).Wait(s_patience);
            Assert.True(isMoving, "nothing is left that could happen");
        }

        return whole.GetAwaiter().GetResult();
    }

    private sealed class Timer(SimulatedTime time, Action action) : ITimer
    {
        private long _set;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            (_period, _set) = (period, 0);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                _set = ++time._number;
                time._timers.Enqueue(this, (time._now + dueTime.Ticks, _set));
            }

            return true;
        }

        public bool IsSetFor(long number) => number == _set;

        public void Run()
        {
            if (_period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero)
            {
                _set = 0;
            }
            else
            {
                Change(_period, _period);
            }

            action();
        }

        public void Dispose() => _set = 0;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
