using Enas.Host.Composition;
using Enas.Host.Tests.Cli;
using Enas.Host.Verbs.Machine;

namespace Enas.Host.Tests.Verbs;

public sealed class BenchTests : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Work_and_reference_take_turns_and_every_turn_has_the_mean_of_its_neighbours()
    {
        var clock = new ManualTime();
        var reference = 0;
        var turns = new BenchTimer(clock).Turns(1.5, () => clock.Seconds += .5, () => ++reference);
        Assert.Equal(7, turns.Length);
        Assert.All(turns, turn => Assert.Equal(.5, turn.Seconds, 1e-9));
        Assert.Equal([1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5], turns.Select(turn => turn.Reference));
    }

    [Fact]
    public void The_highest_rate_is_that_of_the_fastest_run()
    {
        var clock = new ManualTime();
        var run = 0;
        var rate = new BenchTimer(clock).HighestRate(0, () =>
        {
            clock.Seconds += run++ == 3 ? .25 : 1;
            return 10;
        });
        Assert.Equal(40, rate, 1e-6);
    }

    [Theory]
    [InlineData(new[] { 3.0, 1, 2 }, 2), InlineData(new[] { 4.0, 1, 2, 3 }, 2.5)]
    public void The_median_is_the_middle(double[] values, double expected) => Assert.Equal(expected, BenchTimer.Median(values));

    /// <summary>By hand: 2,240 tokens of 36 million multiply-adds, forward and twice backward.</summary>
    [Fact]
    public void The_papers_step_has_484_billion_operations() => Assert.Equal(483.84e9, BenchSteps.ProductOperations(1000, 12, 10_000), 1);

    [Fact]
    public async Task The_logs_cost_is_measured_on_a_real_search_that_leaves_nothing()
    {
        var cost = await BenchLog.MeasureAsync(new ComputeOptions("cpu", null, 1), _work.Root, seconds: .2, TimeProvider.System);
        Assert.True(cost.Steps >= 1);
        Assert.True(cost.Events > 2 * cost.Steps);
        Assert.True(cost.Commits >= 2);
        Assert.True(cost.Share > 0);
        Assert.Empty(Directory.GetDirectories(_work.Root));
    }

    /// <summary>Half a minute, so only when asked for.</summary>
    [Fact(Explicit = true)]
    public async Task The_verb_ends_well_with_every_figure()
    {
        using var enas = EnasProcess.Start(_work.Root, "bench", "--json");
        var result = await enas.EndAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(0, result.ExitCode);
        var json = result.Json();
        Assert.True(json.GetProperty("peakGflops").GetDouble() > 0);
        Assert.True(json.GetProperty("copyGigabytesPerSecond").GetDouble() > 0);
        Assert.All(json.GetProperty("products").EnumerateArray(), product =>
            Assert.True(product.GetProperty("shareOfPeak").GetDouble() > 0));
        Assert.All(json.GetProperty("steps").EnumerateArray(), step => Assert.True(step.GetProperty("stepsPerSecond").GetDouble() > 0));
        Assert.True(json.GetProperty("log").GetProperty("shareOfStepTime").GetDouble() > 0);
        Assert.Empty(Directory.GetDirectories(_work.Root));
    }

    /// <summary>A clock that moves when it is told to.</summary>
    private sealed class ManualTime : TimeProvider
    {
        public double Seconds { get; set; }

        public override long GetTimestamp() => (long)(Seconds * TimestampFrequency);
    }
}
