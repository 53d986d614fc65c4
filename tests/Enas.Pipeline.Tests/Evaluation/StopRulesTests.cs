using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Tests.Evaluation;

/// <summary>Who is stopped as hopeless, by examples worked out by hand.</summary>
public sealed class StopRulesTests
{
    private static readonly EvaluatorOptions s_median = new() { StopRule = EvaluatorOptions.MedianStop, StopAfterTrials = 3 };

    private static readonly EvaluatorOptions s_halving = new()
    {
        StopRule = EvaluatorOptions.HalvingStop,
        StopAfterTrials = 3,
        StopEta = 2,
    };

    // Running averages up to step 2: 0.3, 0.5, 0.7; their median is 0.5.
    private static readonly ProgramResult[] s_others = [Of(0.2, 0.4, 0.9), Of(0.4, 0.6, 0.6), Of(0.6, 0.8, 0.8)];

    [Theory]
    [InlineData(0.49, true)]
    [InlineData(0.5, false)]
    [InlineData(0.9, false)]
    public void The_median_rule_stops_whose_best_is_strictly_worse(double best, bool isStopped) =>
        Assert.Equal(isStopped, new StopRules(s_median).Of(s_others)!.IsHopeless([new(1, best), new(2, 0.1)]));

    [Fact]
    public void The_median_rule_waits_for_steps_and_for_others_and_counts_only_those_that_ended()
    {
        Assert.False(new StopRules(s_median).Of(s_others[..2])!.IsHopeless([new(2, 0)]));
        Assert.False(new StopRules(s_median).Of([.. s_others[..2], s_others[2] with { StoppedAt = 3 }])!.IsHopeless([new(2, 0)]));
        Assert.False(new StopRules(s_median).Of([.. s_others[..2], s_others[2] with { Value = null }])!.IsHopeless([new(2, 0)]));
        Assert.False(new StopRules(s_median with { StopAfterSteps = 3 }).Of(s_others)!.IsHopeless([new(2, 0)]));
        Assert.True(new StopRules(s_median with { StopAfterSteps = 3 }).Of(s_others)!.IsHopeless([new(3, 0)]));
        Assert.Null(new StopRules(new EvaluatorOptions()).Of(s_others));
    }

    [Fact]
    public void Lower_can_be_better() => Assert.Equal((false, true), (
        new StopRules(s_median with { Direction = EvaluatorOptions.Lower }).Of(s_others)!.IsHopeless([new(2, 0.4)]),
        new StopRules(s_median with { Direction = EvaluatorOptions.Lower }).Of(s_others)!.IsHopeless([new(2, 0.6)])));

    // At step 1 the others have 0.2, 0.4, 0.6; with the child four came there, and two go on.
    [Theory]
    [InlineData(0.3, true)]
    [InlineData(0.5, false)]
    [InlineData(0.7, false)]
    public void Halving_lets_the_best_of_those_at_a_rung_go_on(double value, bool isStopped) =>
        Assert.Equal(isStopped, new StopRules(s_halving).Of(s_others)!.IsHopeless([new(1, value)]));

    [Fact]
    public void Halving_judges_at_rungs_alone()
    {
        var rule = new StopRules(s_halving with { StopEta = 3 }).Of(s_others)!;
        Assert.False(rule.IsHopeless([new(1, 0.7), new(2, 0)]));
        Assert.True(rule.IsHopeless([new(1, 0.7), new(3, 0)]));
    }

    // Behind the last rung there is no number more: to look for one would never end.
    [Theory]
    [InlineData(2), InlineData(3), InlineData(1000)]
    public async Task Halving_judges_a_step_as_large_as_a_number_can_be(int eta)
    {
        var rule = new StopRules(s_halving with { StopEta = eta }).Of(s_others)!;
        Assert.True(await Task.Run(() => rule.IsHopeless([new(1, 0.7), new(3, 0)]), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken) == eta <= 3);
        Assert.False(await Task.Run(() => rule.IsHopeless([new(3, 0.7), new(long.MaxValue, 0)]), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    private static ProgramResult Of(params double[] values) => new(
        Measure.Accuracy, values[^1], [.. values.Select((value, step) => new ProgramReport(step + 1, value))], []);
}
