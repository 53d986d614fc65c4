using Enas.Host.Cli;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Service;

/// <summary>
/// The last word on the end of a service: once it was asked to stop it is gone after the time that its searches have for that and a little
/// more, whatever stands still in it. Nothing is lost by it: the next service goes on with what ran.
/// </summary>
internal sealed class StopLimit : IDisposable
{
    /// <summary>For searches that are ended at once to be collected and recorded.</summary>
    private static readonly TimeSpan s_more = TimeSpan.FromSeconds(30);

    private readonly Timer _timer;
    private readonly CancellationTokenRegistration _registration;

    private StopLimit(IHostApplicationLifetime lifetime, TimeSpan limit, ILogger log)
    {
        _timer = new Timer(_ => End(limit, log));
        _registration = lifetime.ApplicationStopping.Register(() => _timer.Change(limit, Timeout.InfiniteTimeSpan));
    }

    /// <summary>Watches a host.</summary>
    /// <param name="lifetime">Its lifetime.</param>
    /// <param name="stopWithin">The time that searches have to stop.</param>
    /// <param name="log">Told before it ends.</param>
    public static StopLimit Watch(IHostApplicationLifetime lifetime, TimeSpan stopWithin, ILogger log) =>
        new(lifetime, stopWithin + s_more, log);

    /// <inheritdoc />
    public void Dispose()
    {
        _registration.Dispose();
        _timer.Dispose();
    }

    private static void End(TimeSpan limit, ILogger log)
    {
        log.EndsAtOnce(limit.TotalSeconds);
        SearchProcess.KillAll();
        Environment.Exit(ExitCodes.Stopped);
    }
}
