using Enas.Pipeline.Work;

namespace Enas.Pipeline.Tests.Work;

/// <summary>An engine that does not answer is waited for in words, and one that never did is given up.</summary>
public sealed class EngineWatchTests
{
    private readonly Clock _clock = new();
    private readonly List<string> _said = [];

    [Fact]
    public void One_that_answered_once_is_waited_for_and_that_is_said_now_and_then()
    {
        var watch = Watch(patience: 50);
        watch.Answered();
        for (var second = 0; second <= 150; second++)
        {
            watch.Away(new WorkUnavailableException("it is silent"));
            _clock.Seconds++;
        }

        watch.Answered();
        watch.Answered();
        Assert.Equal(
            ["it is silent; it is waited for", "it is silent; it is waited for since 1 min", "it is silent; it is waited for since 2 min",
                "the engine answers again"], _said);
    }

    [Fact]
    public void One_that_never_answered_is_given_up_when_the_patience_is_over()
    {
        var watch = Watch(patience: 50);
        for (; _clock.Seconds < 50; _clock.Seconds++)
        {
            watch.Away(new WorkUnavailableException("it is silent"));
        }

        var given = Assert.Throws<WorkUnavailableException>(() => watch.Away(new WorkUnavailableException("it is silent")));
        Assert.Contains("it is silent; it never answered in 50 s", given.Message, StringComparison.Ordinal);
        Assert.Single(_said);
    }

    /// <summary>A full queue is an answer, and a worker waits for ever.</summary>
    [Theory]
    [InlineData(true, 50)]
    [InlineData(false, -0.001)]
    public void One_that_refuses_is_there_and_who_has_endless_patience_gives_nothing_up(bool isAnswer, double patience)
    {
        var watch = Watch(patience);
        for (; _clock.Seconds < 1000; _clock.Seconds++)
        {
            watch.Away(new WorkUnavailableException("it is full") { IsAnswer = isAnswer });
        }

        Assert.Equal(17, _said.Count);
    }

    private EngineWatch Watch(double patience) => new(_said.Add, TimeSpan.FromSeconds(patience), _clock);

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
