using Enas.Host.Readings;
using Enas.Pipeline.Events;
using Enas.Pipeline.Projections;

namespace Enas.Host.Tests.Verbs.Auto;

public sealed class RecordedTimeTests
{
    private static readonly DateTimeOffset s_midnight = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Ten seconds, a night without a process, and 5 seconds of another one.</summary>
    [Fact]
    public void The_time_between_two_processes_is_nobodys()
    {
        var recorded = Of(("writer-opened", 0, null), ("shared-weights-trained", 4, 3500), ("shared-weights-trained", 10, 5000),
            ("writer-opened", 30_000, null), ("child-trained", 30_005, 4500));
        Assert.Equal(15, recorded.WritingSeconds, 9);
        Assert.Equal(13, recorded.WorkSeconds, 9);
    }

    [Fact]
    public void A_clock_that_was_put_back_takes_nothing_away() =>
        Assert.Equal(0, Of(("writer-opened", 100, null), ("search-started", 50, null)).WritingSeconds);

    [Fact]
    public void An_empty_log_took_no_time() => Assert.Equal(0, Of().WritingSeconds);

    private static RecordedTime Of(params (string Type, double At, double? DurationMs)[] events)
    {
        var recorded = new RecordedTime();
        foreach (var (index, (type, at, duration)) in events.Index())
        {
            recorded.Apply(new RecordedEvent(new CommittedRow(index, null, s_midnight.AddSeconds(at), default, default, new LogRow
            {
                Step = 0,
                Phase = "host",
                Epoch = 0,
                EventType = type,
                SchemaVersion = 1,
                IsFact = false,
                Facts = "{}",
                DurationMs = duration,
            })));
        }

        return recorded;
    }
}
