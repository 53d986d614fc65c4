namespace Enas.Host.Tests.Dashboard;

/// <summary>A clock that is set by hand. Its timers run by the system's, those of a given time at once.</summary>
internal sealed class HandClock : TimeProvider
{
    private long _now = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks;

    public DateTimeOffset Now
    {
        get => new(Interlocked.Read(ref _now), TimeSpan.Zero);
        set => Interlocked.Exchange(ref _now, value.UtcTicks);
    }

    /// <summary>Timers of this time are over at once; null for none.</summary>
    public TimeSpan? Hurried { get; init; }

    /// <summary>What a look at the clock fails with; null for a whole one.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Told of each timestamp that is taken.</summary>
    public Action Stamped { get; set; } = () => { };

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp()
    {
        Stamped();
        return Fault is { } fault ? throw fault : Now.Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime == Hurried ? TimeSpan.FromMilliseconds(1) : dueTime, period);
}
