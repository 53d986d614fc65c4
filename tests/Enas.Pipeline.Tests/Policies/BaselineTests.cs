using Enas.Pipeline.Policies;

namespace Enas.Pipeline.Tests.Policies;

public sealed class BaselineTests
{
    [Fact]
    public void The_first_signal_starts_the_baseline_and_has_no_advantage()
    {
        var (advantage, next) = new Baseline(null).Observe(3, 0.9);
        Assert.Equal(0, advantage);
        Assert.Equal(3, next.Value!.Value, 1e-12);
    }

    [Fact]
    public void The_advantage_uses_the_baseline_before_its_update()
    {
        var (advantage, next) = new Baseline(1).Observe(3, 0.9);
        Assert.Equal(2, advantage);
        Assert.Equal(1.2, next.Value!.Value, 1e-12);
    }
}
