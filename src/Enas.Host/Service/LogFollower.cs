using Enas.Host.Searches;
using Enas.Host.Settings;
using Enas.Host.Telemetry;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Service;

/// <summary>
/// Reads what a running search commits, for the measurements: the log is the truth, and a reader cannot disturb its writer. It begins where
/// the log stands when the process is started, so that nothing is counted twice.
/// </summary>
internal sealed class LogFollower
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly string _folder;
    private readonly SearchMeasurements _measurements;
    private readonly TimeProvider _time;
    private readonly ILogger _messages;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _following;
    private readonly bool _goesOn;
    private ParquetEventLog? _log;
    private LogReading? _reading;

    /// <summary>Begins to follow; call it before the search's process is started.</summary>
    public LogFollower(string folder, SearchMeasurements measurements, TimeProvider time, ILogger messages)
    {
        (_folder, _measurements, _time, _messages) = (folder, measurements, time, messages);
        _goesOn = SearchLocator.IsSearch(folder);
        _following = Task.Run(FollowAsync);
    }

    /// <summary>Whether it has read to the end and stopped.</summary>
    public bool HasEnded => _following.IsCompleted;

    /// <summary>Lets it read to the end and stop; call it when the process has ended.</summary>
    public void End() => _ended.TrySetResult();

    private async Task FollowAsync()
    {
        try
        {
            for (var ended = false; ; ended = await EndedWithin(s_look))
            {
                await ReadAsync();
                if (ended)
                {
                    return;
                }
            }
        }
        catch (Exception error)
        {
            // Whatever it is: the search's own process says what is wrong with it, and the service goes on.
            _messages.NotMeasured(Path.GetFileName(_folder), error.Message);
        }
        finally
        {
            await (_log?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private async Task ReadAsync()
    {
        if (_reading is null)
        {
            if (!SearchLocator.IsSearch(_folder))
            {
                return;
            }

            _log = await ParquetEventLog.OpenReadAsync(SearchFolder.Open(_folder, HostSettings.Read().Storage), CancellationToken.None);
            _reading = new LogReading(_log, _goesOn ? _log.NextSequence : 0, _measurements);
        }

        await _reading.ReadOnAsync(CancellationToken.None);
    }

    private async Task<bool> EndedWithin(TimeSpan span)
    {
        try
        {
            await _ended.Task.WaitAsync(span, _time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
