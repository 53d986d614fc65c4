using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Verbs.Jobs;
using Enas.Pipeline.Jobs;

namespace Enas.Host.Tests.Verbs.Jobs;

/// <summary>What a limit on latency costs in time is measured with the networks themselves.</summary>
public sealed class LimitTimingTests
{
    [Theory]
    [InlineData("limits.parameters=1000000")]
    [InlineData("costs.counts=true")]
    public void Without_a_latency_nothing_is_timed(string set) => Assert.Equal(LimitTiming.None, Measure(set));

    [Fact]
    public void A_limit_that_all_keep_costs_a_measurement_each()
    {
        var timing = Measure("limits.latencyMs=100000");
        Assert.Equal(1, timing.KeptShare);
        Assert.True(timing.Measurement > 0);
        Assert.Equal(timing.Measurement, timing.Admission);
    }

    [Fact]
    public void A_limit_that_none_keeps_is_refused_before_a_job_is_written() =>
        Assert.Contains("the quickest of the 5 smallest takes", Assert.Throws<BadInputException>(
            () => Measure("limits.latencyMs=0.0000001")).Message, StringComparison.Ordinal);

    [Fact]
    public void What_keeps_few_takes_as_many_measurements() => Assert.Equal(2, new LimitTiming(0.5, 0.25).Admission);

    private static LimitTiming Measure(string set)
    {
        var job = JobLoading.Read(Path.Combine(AppContext.BaseDirectory, "jobs", "tiny-micro.json"), [set]).Options!;
        return LimitTiming.Measure(job, TaskCatalog.Load(job), new ComputeOptions("cpu", null, 1), new StepTimer(TimeProvider.System, 0.1));
    }
}
