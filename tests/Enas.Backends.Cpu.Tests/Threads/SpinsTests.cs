using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Tests.Threads;

public sealed class SpinsTests
{
    private static readonly long s_millisecond = TimeProvider.System.TimestampFrequency / 1000;

    [Fact]
    public void Nobody_spins_for_a_while_after_a_spinning_that_took_far_too_long()
    {
        var disturbance = new Disturbance();
        var (one, other) = (new Spins(1, disturbance), new Spins(1, disturbance, usual: 1000));
        disturbance.Spun(0, s_millisecond);
        Assert.Equal((2000, 1000), (one.LimitAt(s_millisecond), other.LimitAt(s_millisecond)));
        disturbance.Spun(0, 3 * s_millisecond);
        Assert.Equal((20, 20), (one.LimitAt(4 * s_millisecond), other.LimitAt(252 * s_millisecond)));
        Assert.Equal((2000, 1000), (one.LimitAt(254 * s_millisecond), other.LimitAt(254 * s_millisecond)));
    }

    [Fact]
    public void Where_threads_are_more_than_processors_nobody_ever_spins_for_long() =>
        Assert.Equal(20, new Spins(Environment.ProcessorCount + 1, new Disturbance()).LimitAt(0));

    [Fact]
    public void A_few_spins_say_nothing()
    {
        var disturbance = new Disturbance();
        var (spins, now) = (new Spins(1, disturbance), TimeProvider.System.GetTimestamp());
        spins.Spun(100, now - (3 * s_millisecond));
        Assert.Equal(2000, spins.LimitAt(now));
        spins.Spun(101, now - (3 * s_millisecond));
        Assert.Equal(20, spins.LimitAt(now));
    }
}
