using System.Diagnostics;
using Enas.Host.Telemetry;

namespace Enas.Host.Service;

/// <summary>A process of a fire with all that goes with it.</summary>
internal sealed record RunningFire(Fire Fire, SearchProcess Process, LogFollower Follower, Activity? Span, int? LimitSeconds, int MaxAttempts) : IAsyncDisposable
{
    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Follower.DisposeAsync();
        Process.Dispose();
        Span?.Dispose();
    }
}
