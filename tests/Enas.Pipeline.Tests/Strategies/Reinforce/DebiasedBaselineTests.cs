using Enas.Pipeline.Strategies.Reinforce;

namespace Enas.Pipeline.Tests.Strategies.Reinforce;

public sealed class DebiasedBaselineTests
{
    [Fact]
    public void The_first_signal_has_no_advantage_and_is_the_average()
    {
        var (advantage, next) = default(DebiasedBaseline).Observe(80, 0.9);
        Assert.Null(default(DebiasedBaseline).Value);
        Assert.Equal(0, advantage, 1e-12);
        Assert.Equal(80, next.Value!.Value, 1e-12);
    }

    /// <summary>By hand: after 80 and 90 the average is (0.9·0.1·80 + 0.1·90) / (0.09 + 0.1) = 16.2 / 0.19.</summary>
    [Fact]
    public void A_signal_enters_before_its_advantage_is_taken()
    {
        var (advantage, next) = default(DebiasedBaseline).Observe(80, 0.9).Next.Observe(90, 0.9);
        Assert.Equal(16.2 / 0.19, next.Value!.Value, 1e-12);
        Assert.Equal(90 - (16.2 / 0.19), advantage, 1e-12);
    }

    [Fact]
    public void A_constant_signal_has_no_advantage_ever()
    {
        var baseline = default(DebiasedBaseline);
        for (var i = 0; i < 1000; i++)
        {
            (var advantage, baseline) = baseline.Observe(61.5, 0.99);
            Assert.Equal(0, advantage, 1e-10);
        }
    }
}
