using CsCheck;
using Enas.Host.Verbs.Jobs;

namespace Enas.Host.Tests.Verbs.Jobs;

public sealed class TimedBudgetTests
{
    private static readonly PlannedSizes s_fashion = new(StepsPerEpoch: 843, ValidItems: 6000, ScoreBatch: 128);

    // Times of two cores: 60 ms a weight step, 1 ms an image, 55 ms a step alone.
    private static readonly TrainingTiming s_alone = new(0.055, 6, 10, 843);
    private static readonly TimedSteps s_cores = new(0.06, 0.256, 6, s_alone, s_alone);

    private static TimedBudget Plan(double seconds, TimedSteps? timed = null, PlannedSizes? sizes = null) =>
        TimedBudget.Of(seconds, timed ?? s_cores, sizes ?? s_fashion);

    private static Dictionary<string, int> Of(double seconds, TimedSteps? timed = null, PlannedSizes? sizes = null) =>
        Plan(seconds, timed, sizes).Rows.ToDictionary(row => row.Key, row => (int)row.Value);

    /// <summary>What the planned steps take by the same times, counted from the options alone.</summary>
    private static double SecondsOf(Dictionary<string, int> plan, TimedSteps timed)
    {
        double Alone(TrainingTiming one, int steps) => (steps * one.Step)
            + (Math.Ceiling((double)steps / one.StepsPerEpoch) * one.Validation) + one.Test;
        var candidates = plan["derive.candidates"] + plan["derive.uniform"];
        return ((plan["strategy.warmUpSteps"] + 1) * timed.WeightStep) + (candidates * timed.Admission)
            + (plan["derive.screenItems"] == 0 ? candidates * timed.Whole
                : (candidates * timed.Screened) + (plan["derive.wholeSet"] * timed.Whole))
            + ((plan["finals.count"] + 1) * Alone(timed.Child, plan["child.steps"])) + Alone(timed.Final, plan["train.steps"]);
    }

    [Fact]
    public void A_quarter_of_an_hour_is_used_and_not_overdrawn()
    {
        var plan = Of(900);
        Assert.InRange(SecondsOf(plan, s_cores), 0.9 * 900, 900);
        Assert.Equal(SecondsOf(plan, s_cores), Plan(900).Seconds.All, 6);
        Assert.Equal(0, plan["derive.screenItems"] % s_fashion.ScoreBatch);
    }

    /// <summary>Where there is time enough for every piece, however fast the machine is and however large the data are.</summary>
    [Fact]
    public void Whatever_the_machine_the_plan_fits_the_time() =>
        Gen.Select(Gen.Double[600, 7200], Gen.Double[0.002, 0.1], Gen.Double[1e-5, 1e-3], Gen.Double[0.002, 0.1], Gen.Int[200, 6000],
                Gen.Double[0, 2])
            .Sample((seconds, step, item, alone, valid, admission) =>
            {
                var training = new TrainingTiming(alone, valid * item, valid * item, 500);
                var (timed, sizes) = (new TimedSteps(step, 256 * item, valid * item, training, training, admission),
                    new PlannedSizes(500, valid, 64));
                var plan = Of(seconds, timed, sizes);
                Assert.InRange(SecondsOf(plan, timed), 0, seconds);
                Assert.Equal(SecondsOf(plan, timed), Plan(seconds, timed, sizes).Seconds.All, 6);
                Assert.True(plan["finals.count"] <= plan["derive.uniform"] + plan["derive.candidates"]);
                Assert.True(plan["derive.wholeSet"] == 0 || plan["finals.count"] <= plan["derive.wholeSet"]);
            }, seed: "0000KOIPe036", iter: 2000);

    /// <summary>Every candidate's network runs in ONNX Runtime before it is scored: 2 s for each are more than its score takes.</summary>
    [Fact]
    public void Latencies_that_have_to_be_measured_leave_time_for_fewer_candidates()
    {
        var limited = s_cores with { Admission = 2 };
        var (free, plan) = (Of(900), Of(900, limited));
        Assert.True(plan["derive.uniform"] < free["derive.uniform"]);
        Assert.InRange(SecondsOf(plan, limited), 0.85 * 900, 900);
        Assert.Equal(3, Of(60, s_cores with { Admission = 20 })["derive.uniform"]);
    }

    [Fact]
    public void More_time_gives_more_of_everything_or_as_much()
    {
        var (less, more) = (Of(300), Of(1800));
        Assert.All(less.Keys, key => Assert.True(more[key] >= less[key], key));
    }

    /// <summary>Whatever the data: of 180 images an epoch has 5 steps, and the fewest steps of a training are many epochs. So the minutes
    /// that a refusal advises are enough.</summary>
    [Fact]
    public void A_plan_takes_no_longer_than_was_asked_or_than_the_least_there_is() =>
        Gen.Select(Gen.Double[1, 3600], Gen.Double[0.002, 0.8], Gen.Double[1e-5, 1e-3], Gen.Double[0.002, 0.8], Gen.Int[20, 6000],
                Gen.Int[1, 1000])
            .Sample((seconds, step, item, alone, valid, stepsPerEpoch) =>
            {
                var training = new TrainingTiming(alone, valid * item, valid * item, stepsPerEpoch);
                var (timed, sizes) = (new TimedSteps(step, 256 * item, valid * item, training, training),
                    new PlannedSizes(stepsPerEpoch, valid, 64));
                var least = SecondsOf(Of(0, timed, sizes), timed);
                Assert.InRange(SecondsOf(Of(seconds, timed, sizes), timed), least - 1e-6, Math.Max(seconds, least) + 1e-6);
            }, seed: "0000KOIPe036", iter: 2000);

    [Fact]
    public void Without_time_there_is_the_least_that_says_something()
    {
        var plan = Of(1);
        Assert.Equal((60, 60, 60), (plan["strategy.warmUpSteps"], plan["child.steps"], plan["train.steps"]));
        Assert.Equal((12, 3), (plan["derive.uniform"], plan["finals.count"]));
    }
}
