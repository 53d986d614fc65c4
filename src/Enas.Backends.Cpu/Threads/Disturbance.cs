namespace Enas.Backends.Cpu.Threads;

/// <summary>
/// Whether other programs take processors from the threads of this process. Then the spinning of a thread takes far longer than its spins
/// do: it was taken off its processor meanwhile. For a while nobody spins for long; that passes, since what is beside a search ends.
/// </summary>
internal sealed class Disturbance
{
    // Three times what the spins of the longest spinning take, see Spins.Usual.
    private static readonly long s_long = TicksOf(TimeSpan.FromMilliseconds(2));

    private static readonly long s_while = TicksOf(TimeSpan.FromMilliseconds(250));

    private long _end = long.MinValue;

    /// <summary>That of this process.</summary>
    public static Disturbance Shared { get; } = new();

    /// <summary>Whether one was noticed a short while ago.</summary>
    /// <param name="now">A time stamp of <see cref="TimeProvider.System"/>.</param>
    public bool IsRecentAt(long now) => now < Volatile.Read(ref _end);

    /// <summary>Looks at a spinning: when it began and when it ended, as time stamps. Of threads that notice something at once, any may
    /// have the last word.</summary>
    public void Spun(long begun, long ended)
    {
        if (ended - begun > s_long)
        {
            Volatile.Write(ref _end, ended + s_while);
        }
    }

    private static long TicksOf(TimeSpan time) => (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
}
