using CsCheck;
using Enas.Host.Verbs.Jobs;

namespace Enas.Host.Tests.Verbs.Jobs;

public sealed class TimedBudgetTests
{
    private static readonly PlannedSizes s_fashion = new(StepsPerEpoch: 843, ValidItems: 6000, ScoreBatch: 128);

    // Times of two cores: 60 ms a weight step, 1 ms an image, 55 ms a step alone.
    private static readonly TimedSteps s_cores = new(0.06, 0.001, new(0.055, 6, 843), new(0.055, 6, 843));

    private static Dictionary<string, int> Of(double seconds, TimedSteps? timed = null, PlannedSizes? sizes = null) =>
        TimedBudget.Of(seconds, timed ?? s_cores, sizes ?? s_fashion).ToDictionary(row => row.Key, row => (int)row.Value);

    /// <summary>What the planned steps take by the same times.</summary>
    private static double SecondsOf(Dictionary<string, int> plan, TimedSteps timed, PlannedSizes sizes) =>
        (plan["strategy.warmUpSteps"] * timed.WeightStep)
        + ((plan["derive.candidates"] + plan["derive.uniform"])
            * (plan["derive.screenItems"] == 0 ? sizes.ValidItems : plan["derive.screenItems"]) * timed.ScoredItem)
        + (plan["derive.wholeSet"] * sizes.ValidItems * timed.ScoredItem)
        + ((plan["finals.count"] + 1) * ((plan["child.steps"] * timed.Child.Step) + timed.Child.Validation))
        + (plan["train.steps"] * timed.Final.Step) + (2 * timed.Final.Validation);

    [Fact]
    public void A_quarter_of_an_hour_is_used_and_not_overdrawn()
    {
        var plan = Of(900);
        Assert.InRange(SecondsOf(plan, s_cores, s_fashion), 0.75 * 900, 900);
        Assert.Equal(0, plan["derive.screenItems"] % s_fashion.ScoreBatch);
    }

    /// <summary>Where there is time enough for every piece, however fast the machine is and however large the data are.</summary>
    [Fact]
    public void Whatever_the_machine_the_plan_fits_the_time() =>
        Gen.Select(Gen.Double[600, 7200], Gen.Double[0.002, 0.1], Gen.Double[1e-5, 1e-3], Gen.Double[0.002, 0.1], Gen.Int[200, 6000])
            .Sample((seconds, step, item, alone, valid) =>
            {
                var training = new TrainingTiming(alone, valid * item, 500);
                var (timed, sizes) = (new TimedSteps(step, item, training, training), new PlannedSizes(500, valid, 64));
                var plan = Of(seconds, timed, sizes);
                Assert.InRange(SecondsOf(plan, timed, sizes), 0, 1.02 * seconds);
                Assert.True(plan["finals.count"] <= plan["derive.uniform"] + plan["derive.candidates"]);
                Assert.True(plan["derive.wholeSet"] == 0 || plan["finals.count"] <= plan["derive.wholeSet"]);
            }, seed: "0000KOIPe036", iter: 2000);

    [Fact]
    public void More_time_gives_more_of_everything_or_as_much()
    {
        var (less, more) = (Of(300), Of(1800));
        Assert.All(less.Keys, key => Assert.True(more[key] >= less[key], key));
    }

    [Fact]
    public void Without_time_there_is_the_least_that_says_something()
    {
        var plan = Of(1);
        Assert.Equal((60, 60, 60), (plan["strategy.warmUpSteps"], plan["child.steps"], plan["train.steps"]));
        Assert.Equal((12, 3), (plan["derive.uniform"], plan["finals.count"]));
    }
}
