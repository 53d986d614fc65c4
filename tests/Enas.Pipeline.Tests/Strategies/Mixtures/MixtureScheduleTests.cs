using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Strategies.Mixtures;

namespace Enas.Pipeline.Tests.Strategies.Mixtures;

public sealed class MixtureScheduleTests
{
    [Theory]
    [InlineData(0, 3, 3, "wpwpwp")]
    [InlineData(2, 2, 2, "wwwpwp")]
    [InlineData(0, 4, 1, "wwwwp")]
    [InlineData(0, 1, 3, "wppp")]
    [InlineData(0, 5, 2, "wwwpwwp")]
    [InlineData(0, 0, 7, "wpwpwpwpwpwpwp")]
    public void Steps_take_turns(int warmUp, int weights, int policy, string firstRound)
    {
        var schedule = Of(warmUp, weights, policy);
        Assert.Equal(firstRound, string.Concat(Enumerable.Range(0, firstRound.Length).Select(step =>
            schedule.At(step).Phase == Phases.Policy ? 'p' : 'w')));
    }

    /// <summary>Totals and rounds are those of the schedule that does not take turns; weight steps are counted one by one.</summary>
    [Theory]
    [InlineData(0, 3, 3)]
    [InlineData(2, 2, 5)]
    [InlineData(1, 4, 1)]
    [InlineData(0, 0, 3)]
    public void Every_step_is_counted_once(int warmUp, int weights, int policy)
    {
        var schedule = Of(warmUp, weights, policy);
        var totals = new Schedule(Options(warmUp, weights, policy), 3, 7);
        Assert.Equal(totals.TotalSteps, schedule.TotalSteps);
        var before = 0L;
        for (var step = 0L; step < schedule.TotalSteps; step++)
        {
            Assert.Equal(before, schedule.WeightStepsBefore(step));
            before += schedule.At(step).Phase == Phases.Weights ? 1 : 0;
            Assert.Equal(totals.EndsRound(step), schedule.EndsRound(step));
            Assert.Equal(totals.At(step).Round, schedule.At(step).Round);
        }

        Assert.Equal(totals.TotalWeightSteps, before);
        Assert.Equal(before, schedule.WeightStepsBefore(schedule.TotalSteps));
        Assert.Equal(totals.End(9), schedule.End(9));
    }

    private static MixtureSchedule Of(int warmUp, int weights, int policy) =>
        new(Options(warmUp, weights, policy), rounds: 3, stepsPerEpoch: 7);

    private static StrategyOptions Options(int warmUp, int weights, int policy) => new()
    {
        Kind = "darts",
        WarmUpSteps = warmUp,
        WeightStepsPerRound = weights,
        PolicyStepsPerRound = policy,
        SamplesPerPolicyStep = 1,
    };
}
