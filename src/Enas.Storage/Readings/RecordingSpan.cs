using Enas.Pipeline.Events;
using Enas.Pipeline.Projections;

namespace Enas.Storage.Readings;

/// <summary>Where a log begins and ends: how many events, from when to when, and what the last one is.</summary>
internal sealed class RecordingSpan : IProjection
{
    /// <summary>Before the first event.</summary>
    public RecordingSpan()
    {
    }

    /// <summary>As another reading left it.</summary>
    /// <param name="eventCount">Events so far.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="last">The last of them.</param>
    public RecordingSpan(long eventCount, CommittedRow first, CommittedRow last)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(last);
        (EventCount, First) = (eventCount, first.RecordedAt);
        (Last, LastEventType, LastStep) = (last.RecordedAt, last.Row.EventType, last.Row.Step);
    }

    /// <summary>Number of events.</summary>
    public long EventCount { get; private set; }

    /// <summary>When the first one was recorded; null before it.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>When the last one was recorded; null before the first.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>Type of the last one; null before the first.</summary>
    public string? LastEventType { get; private set; }

    /// <summary>The step that it belongs to.</summary>
    public long LastStep { get; private set; }

    /// <summary>It as it is now, which what is read later does not change.</summary>
    public RecordingSpan Copy() => new()
    {
        EventCount = EventCount,
        First = First,
        Last = Last,
        LastEventType = LastEventType,
        LastStep = LastStep,
    };

    /// <inheritdoc />
    public void Apply(RecordedEvent recorded)
    {
        EventCount++;
        First ??= recorded.Committed.RecordedAt;
        (Last, LastEventType, LastStep) = (recorded.Committed.RecordedAt, recorded.Row.EventType, recorded.Row.Step);
    }
}
