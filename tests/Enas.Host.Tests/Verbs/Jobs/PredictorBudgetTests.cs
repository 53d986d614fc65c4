using CsCheck;
using Enas.Host.Verbs.Jobs;

namespace Enas.Host.Tests.Verbs.Jobs;

public sealed class PredictorBudgetTests
{
    // Penn Treebank on one core: 60 ms a step of a child, 6 s a validation, four times as much at the end.
    private static readonly TrainingTiming s_child = new(0.06, 6, 0, 1327);
    private static readonly TimedAlone s_core = new(s_child, new(0.24, 24, 26, 1327), LimitTiming.None);

    /// <summary>What the planned steps take by the same times, counted from the options alone: one uniform architecture and a known one
    /// are trained beside those of the budget.</summary>
    private static double SecondsOf(TimedBudget budget, TimedAlone timed)
    {
        var plan = Of(budget);
        double Alone(TrainingTiming one, int steps) =>
            (steps * one.Step) + (Math.Ceiling((double)steps / one.StepsPerEpoch) * one.Validation) + one.Test;
        var searched = plan["budget.evaluations"] + plan["derive.uniform"];
        return (searched * (Alone(timed.Child, plan["child.steps"]) + timed.Limits.Admission))
            + Alone(timed.Child, plan["child.steps"]) + Alone(timed.Final, plan["train.steps"]);
    }

    private static Dictionary<string, int> Of(TimedBudget budget) => budget.Rows.ToDictionary(row => row.Key, row => (int)row.Value);

    /// <summary>A child of 300 steps takes 24 s, so three fifths of the half hour, less a reserve, are 43 of them, two of which are no part
    /// of the budget.</summary>
    [Fact]
    public void Half_an_hour_buys_children_of_the_length_that_was_measured()
    {
        var budget = PredictorBudget.Of(1800, s_core)!;
        var plan = Of(budget);
        Assert.Equal((300, 41, 13), (plan["child.steps"], plan["budget.evaluations"], plan["strategy.initial"]));
        Assert.InRange(SecondsOf(budget, s_core), 0.85 * 1800, 1800);
        Assert.Equal(SecondsOf(budget, s_core), budget.Seconds.All, 6);
    }

    [Fact]
    public void Whatever_the_machine_the_plan_fits_the_time_or_there_is_none() =>
        Gen.Select(Gen.Double[30, 7200], Gen.Double[0.002, 0.2], Gen.Double[0.01, 10], Gen.Double[1, 5], Gen.Int[3, 3000], Gen.Double[0, 2])
            .Sample((seconds, step, validation, larger, epoch, admission) =>
            {
                var timed = new TimedAlone(
                    new(step, validation, 0, epoch), new(larger * step, larger * validation, validation, epoch), new(admission, 1));
                if (PredictorBudget.Of(seconds, timed) is not { } budget)
                {
                    // Fourteen trainings of a hundred steps do not fit in.
                    Assert.True(14 * (timed.Child.SecondsOf(100) + admission) > 0.58 * seconds);
                    return;
                }

                var plan = Of(budget);
                Assert.InRange(plan["budget.evaluations"], 12, 98);
                Assert.InRange(plan["child.steps"], 100, Math.Max(100, 3 * epoch));
                Assert.InRange(plan["strategy.initial"], 1, plan["budget.evaluations"] - 1);
                Assert.Equal(SecondsOf(budget, timed), budget.Seconds.All, 6);
                Assert.True(SecondsOf(budget, timed) <= seconds || plan["train.steps"] == 60);
            }, seed: "0000KOIPe036", iter: 2000);

    /// <summary>The digits: 75 steps of 8 and 12 ms see all images, thirty times of which are 27 s of the two minutes.</summary>
    [Fact]
    public void What_the_training_of_few_data_has_no_use_for_is_the_searchs()
    {
        var digits = new TimedAlone(new(0.008, 0.02, 0.02, 75), new(0.012, 0.03, 0.03, 75), LimitTiming.None);
        var budget = PredictorBudget.Of(120, digits)!;
        Assert.Equal(30 * 75, Of(budget)["train.steps"]);
        Assert.InRange(SecondsOf(budget, digits), 0.95 * 120, 120);
    }

    [Fact]
    public void More_time_gives_more_or_longer_ones()
    {
        var (less, more) = (Of(PredictorBudget.Of(900, s_core)!), Of(PredictorBudget.Of(36_000, s_core)!));
        Assert.All(less.Keys, key => Assert.True(more[key] >= less[key], key));
        Assert.True(more["child.steps"] > less["child.steps"]);
    }

    /// <summary>Every network that is proposed runs in ONNX Runtime before it is trained.</summary>
    [Fact]
    public void Latencies_that_have_to_be_measured_leave_time_for_fewer()
    {
        var (free, limited) = (PredictorBudget.Of(1800, s_core)!, PredictorBudget.Of(1800, s_core with { Limits = new(4, 0.25) })!);
        Assert.True(Of(limited)["budget.evaluations"] < Of(free)["budget.evaluations"]);
        Assert.InRange(SecondsOf(limited, s_core with { Limits = new(4, 0.25) }), 0.85 * 1800, 1800);
    }

    [Fact]
    public void A_dozen_that_do_not_fit_are_no_plan_but_the_least_that_there_is_for_whoever_wants_it()
    {
        Assert.Null(PredictorBudget.Of(120, s_core));
        var plan = Of(PredictorBudget.Least(s_core));
        Assert.Equal((12, 4, 100, 60), (plan["budget.evaluations"], plan["strategy.initial"], plan["child.steps"], plan["train.steps"]));
    }
}
