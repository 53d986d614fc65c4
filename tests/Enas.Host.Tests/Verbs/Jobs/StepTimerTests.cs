using Enas.Host.Verbs.Jobs;

namespace Enas.Host.Tests.Verbs.Jobs;

/// <summary>How long work takes that is done over and over, under a clock that the work itself moves.</summary>
public sealed class StepTimerTests
{
    private readonly MovedClock _clock = new();

    [Fact]
    public void The_slow_beginning_is_left_out()
    {
        var timer = new StepTimer(_clock, seconds: 100);
        Assert.Equal(0.010, timer.SecondsOf(number => _clock.Move(number < 10 ? 0.090 : 0.010)), 6);
    }

    [Fact]
    public void Work_that_goes_on_becoming_faster_is_repeated_until_it_is_settled()
    {
        // Compiled anew three times: 16 repetitions end within the second version.
        var timer = new StepTimer(_clock, seconds: 100);
        Assert.Equal(0.020, timer.SecondsOf(number => _clock.Move(number < 6 ? 0.200 : number < 14 ? 0.080 : 0.020)), 6);
    }

    [Fact]
    public void An_interruption_says_nothing()
    {
        var timer = new StepTimer(_clock, seconds: 100);
        Assert.Equal(0.010, timer.SecondsOf(number => _clock.Move(number == 13 ? 5 : 0.010)), 6);
    }

    [Fact]
    public void Time_is_not_spent_beyond_what_was_asked_for()
    {
        var (timer, count) = (new StepTimer(_clock, seconds: 1), 0);
        timer.SecondsOf(number =>
        {
            count++;
            _clock.Move(0.3 / (1 + number));
        });
        Assert.InRange(_clock.Seconds, 1, 1.3);
        Assert.True(count > 2);
    }

    [Fact]
    public void What_takes_long_is_done_once()
    {
        var (timer, count) = (new StepTimer(_clock, seconds: 1), 0);
        Assert.Equal(7, timer.SecondsOf(_ =>
        {
            count++;
            _clock.Move(7);
        }), 6);
        Assert.Equal(1, count);
    }

    private sealed class MovedClock : TimeProvider
    {
        public double Seconds { get; private set; }

        public override long TimestampFrequency => 1_000_000_000;

        public void Move(double seconds) => Seconds += seconds;

        public override long GetTimestamp() => (long)Math.Round(Seconds * 1e9);
    }
}
