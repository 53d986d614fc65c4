using System.Diagnostics;

namespace Enas.Host.Service;

/// <summary>A process of a fire with all that goes with it.</summary>
internal sealed class RunningFire(Fire fire, SearchProcess process, LogFollower follower, Activity? span, ScheduleOptions? schedule)
    : IDisposable
{
    private const int DefaultMaxAttempts = 3;

    /// <summary>How long the rest of what a process printed and committed is waited for after its end.</summary>
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(10);

    private DateTimeOffset? _exitedAt;

    public Fire Fire => fire;

    public SearchProcess Process => process;

    public Activity? Span => span;

    public int MaxAttempts => schedule?.MaxAttempts ?? DefaultMaxAttempts;

    /// <summary>Whether its process ended and its streams and its log were read to their ends, or that takes too long
    /// to wait for.</summary>
    public bool HasEnded(DateTimeOffset now)
    {
        if (!process.HasExited)
        {
            return false;
        }

        _exitedAt ??= now;
        follower.End();
        return (process.IsReadToItsEnd && follower.HasEnded) || now - _exitedAt > s_rest;
    }

    /// <summary>Whether all that it committed was measured.</summary>
    public bool IsMeasured => follower.HasEnded;

    /// <summary>Asks it to stop where its time is over, and ends one that was asked and did not stop within a span.</summary>
    public void Limit(TimeSpan stopWithin)
    {
        if (process.HasExited)
        {
            return;
        }

        if (schedule?.TimeLimitSeconds is { } seconds && !process.IsOverLimit && process.Age > TimeSpan.FromSeconds(seconds))
        {
            process.Stop(isOverLimit: true);
        }

        if (process.StoppedFor > stopWithin)
        {
            process.Kill();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        process.Dispose();
        span?.Dispose();
    }
}
