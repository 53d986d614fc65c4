using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Tests.Strategies;

/// <summary>Schedules against the list of steps that they stand for, written down one after the other.</summary>
public sealed class ScheduleTests
{
    public static TheoryData<int, int, int, int, int?> Shapes => new()
    {
        { 0, 3, 2, 4, 7 },
        { 5, 3, 2, 4, 7 },
        { 1, 1, 1, 1, 7 },
        { 4, 0, 3, 2, 7 },
        { 2, 3, 0, 3, 7 },
        { 5, 3, 2, 4, null },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void It_is_warm_up_then_rounds_of_weight_steps_and_policy_steps(int warmUp, int weights, int policy, int rounds, int? epoch)
    {
        var options = new StrategyOptions
        {
            Kind = "enas",
            WarmUpSteps = warmUp,
            WeightStepsPerRound = weights,
            PolicyStepsPerRound = policy,
            SamplesPerPolicyStep = 1,
        };
        var schedule = new Schedule(options, rounds, epoch);
        var expected = Steps(epoch is null ? 0 : warmUp, epoch is null ? 0 : weights == 0 ? epoch.Value : weights, policy, rounds);
        Assert.Equal(expected.Length, schedule.TotalSteps);
        Assert.Equal(expected.Count(step => step.Phase == Phases.Weights), schedule.TotalWeightSteps);
        Assert.Equal(expected.Count(step => step.Phase == Phases.Policy), schedule.TotalPolicySteps);
        Assert.Equal(new StepPosition(9, Phases.Derive, rounds), schedule.End(9));
        foreach (var (number, (phase, round, endsRound)) in expected.Index())
        {
            Assert.Equal(new StepPosition(number, phase, round), schedule.At(number));
            Assert.Equal(expected.Take(number).Count(step => step.Phase == Phases.Weights), schedule.WeightStepsBefore(number));
            Assert.Equal(endsRound, schedule.EndsRound(number));
        }
    }

    [Theory]
    [InlineData(10, 1, 10)]
    [InlineData(10, 3, 4)]
    [InlineData(12, 4, 3)]
    [InlineData(1, 5, 1)]
    public void Evaluations_alone_are_as_many_steps_as_hold_them(int evaluations, int perStep, int steps)
    {
        var totals = Schedule.OfEvaluations(evaluations, perStep);
        Assert.Equal((steps, 0, steps), (totals.TotalSteps, totals.TotalWeightSteps, totals.TotalPolicySteps));
        Assert.Equal(steps, new EvaluationSchedule(evaluations, perStep).TotalSteps);
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(98, 0, false)]
    [InlineData(99, 0, true)]
    [InlineData(100, 1, false)]
    [InlineData(199, 1, true)]
    public void A_round_of_evaluations_is_a_hundred_steps(long step, int round, bool endsRound)
    {
        var schedule = new EvaluationSchedule(1_000);
        Assert.Equal(new StepPosition(step, Phases.Policy, round), schedule.At(step));
        Assert.Equal(endsRound, schedule.EndsRound(step));
        Assert.Equal(0, schedule.WeightStepsBefore(step));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    public void Candidates_stand_after_the_rounds_that_were_begun(long steps, int round) =>
        Assert.Equal(new StepPosition(steps, Phases.Derive, round), new EvaluationSchedule(1_000).End(steps));

    private static (string Phase, int Round, bool EndsRound)[] Steps(int warmUp, int weights, int policy, int rounds) =>
    [
        .. Enumerable.Repeat((Phases.Weights, 0, false), warmUp),
        .. from round in Enumerable.Range(0, rounds)
           from step in Enumerable.Range(1, weights + policy)
           select (step <= weights ? Phases.Weights : Phases.Policy, round, step == weights + policy),
    ];
}
