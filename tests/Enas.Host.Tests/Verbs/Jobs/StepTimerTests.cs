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

    /// <summary>The first version of some code is as steady as the last one, and slower: here each call counts for 30 calls of a method,
    /// and 10 more until the better version is there.</summary>
    [Fact]
    public void A_steady_time_before_the_code_is_compiled_well_is_left_out_by_warming_up()
    {
        var timer = new StepTimer(_clock, seconds: 100, warmUp: 100);
        var before = timer.WarmUp(number => _clock.Move(number < 40 ? 0.093 : 0.072));
        Assert.InRange(before, 48, 80);
        Assert.Equal(0.072, timer.SecondsOf(number => _clock.Move(before + number < 40 ? 0.093 : 0.072)), 6);
    }

    [Fact]
    public void Warming_up_ends_with_its_seconds_which_all_work_shares_and_later_work_needs_less()
    {
        var timer = new StepTimer(_clock, seconds: 1, warmUp: 2);
        Assert.Equal(16, timer.WarmUp(_ => _clock.Move(0.125), kinds: 2));
        Assert.Equal(2, _clock.Seconds, 6);
        Assert.Equal(0, timer.WarmUp(_ => _clock.Move(0.125)));
        var other = new StepTimer(_clock, seconds: 1, warmUp: 20);
        Assert.Equal(48, other.WarmUp(_ => _clock.Move(0.125)));
        Assert.Equal(12, other.WarmUp(_ => _clock.Move(0.125)));
    }

    [Fact]
    public void What_else_the_machine_does_only_adds_so_that_the_faster_half_counts()
    {
        // Every third repetition has to share its processor with somebody.
        var timer = new StepTimer(_clock, seconds: 2);
        Assert.Equal(0.010, timer.SecondsOf(number => _clock.Move(number % 3 == 0 ? 0.025 : 0.010)), 6);
    }

    /// <summary>Four networks take turns, of which one takes four times as long: that one is in the mean.</summary>
    [Fact]
    public void Of_several_kinds_each_counts_whatever_it_takes()
    {
        var timer = new StepTimer(_clock, seconds: 100);
        Assert.Equal(0.0175, timer.SecondsOf(number => _clock.Move(number % 4 == 2 ? 0.040 : 0.010), kinds: 4), 6);
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
