namespace Enas.Storage.Log;

/// <summary>Times as the log keeps them: UTC, whole microseconds since 1970.</summary>
internal static class Timestamps
{
    private static readonly long s_least = ToMicroseconds(DateTimeOffset.MinValue);
    private static readonly long s_greatest = ToMicroseconds(DateTimeOffset.MaxValue);

    public static long ToMicroseconds(DateTimeOffset time) =>
        (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <exception cref="InvalidDataException">No calendar has this time.</exception>
    public static DateTimeOffset FromMicroseconds(long microseconds) =>
        microseconds >= s_least && microseconds <= s_greatest
            ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            : throw new InvalidDataException($"an event has a time of {microseconds} microseconds since 1970");

    /// <summary>The time without what a microsecond cannot hold.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
