using Enas.Pipeline.Projections;

namespace Enas.Host.Readings;

/// <summary>How long the processes took that wrote a log. What was lost when one of them died is in none of it, except on the clock while
/// it lived.</summary>
internal sealed class RecordedTime : IProjection
{
    private DateTimeOffset? _opened;
    private DateTimeOffset? _last;
    private double _closedSeconds;

    /// <summary>Seconds on the clock while a process had it open for writing, from its opening to its last event.</summary>
    public double WritingSeconds => _closedSeconds + SecondsSinceOpened;

    /// <summary>Seconds of the recorded work alone.</summary>
    public double WorkSeconds { get; private set; }

    private double SecondsSinceOpened => _opened is { } opened && _last is { } last ? Math.Max(0, (last - opened).TotalSeconds) : 0;

    public void Apply(RecordedEvent recorded)
    {
        var at = recorded.Committed.RecordedAt;
        if (recorded.Row.EventType == HostEvents.WriterOpened)
        {
            (_closedSeconds, _opened) = (WritingSeconds, at);
        }

        _last = at;
        WorkSeconds += (recorded.Row.DurationMs ?? 0) / 1e3;
    }
}
