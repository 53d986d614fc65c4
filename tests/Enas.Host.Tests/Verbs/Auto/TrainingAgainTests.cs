using CsCheck;
using Enas.Host.Verbs.Auto;
using Enas.Host.Verbs.Jobs;

namespace Enas.Host.Tests.Verbs.Auto;

/// <summary>The training of a choice that is planned once more, when the search has shown what it takes. Times are given, no clock
/// runs.</summary>
public sealed class TrainingAgainTests
{
    // 8,000 images of Fashion-MNIST in batches of 32.
    private static readonly TrainingTiming s_slow = new(0.124, 2.4, 2.4, 250);
    private static readonly TrainingTiming s_true = new(0.072, 1.4, 1.4, 250);
    private static readonly AutoPlan s_quarter = new(15, 40, 1, 3, 2622);

    private static double SecondsOf(AutoPlan plan, double used, TrainingTiming taken, TrainingAgain again) =>
        used + taken.SecondsOf(again.TrainSteps) + plan.AtTheEndSeconds;

    /// <summary>The first plan reckoned with 124 ms a step and the training had 72: it ended after ten of fifteen minutes.</summary>
    [Fact]
    public void A_step_that_is_faster_than_it_was_timed_gives_more_of_them()
    {
        var planned = 420 + s_true.SecondsOf(2622) + 3;
        Assert.InRange(planned, 0.5 * 900, 0.75 * 900);
        var again = TrainingAgain.Of(s_quarter, 420, s_true);
        Assert.InRange(again.TrainSteps, 5000, 7000);
        Assert.InRange(SecondsOf(s_quarter, 420, s_true, again), 0.95 * 900, 900);
    }

    [Fact]
    public void A_search_that_took_longer_than_it_was_planned_leaves_fewer_steps()
    {
        var again = TrainingAgain.Of(s_quarter, 640, s_slow);
        Assert.InRange(again.TrainSteps, 1311, 2621);
        Assert.InRange(SecondsOf(s_quarter, 640, s_slow, again), 0.95 * 900, 900);
    }

    [Fact]
    public void For_half_of_the_planned_steps_the_minutes_are_overdrawn_by_a_seventh_at_most()
    {
        var (half, little) = (TrainingAgain.Of(s_quarter, 800, s_true), TrainingAgain.Of(s_quarter, 930, s_true));
        Assert.Equal(1311, half.TrainSteps);
        Assert.InRange(little.TrainSteps, 1000, 1310);
        Assert.InRange(SecondsOf(s_quarter, 930, s_true, little), 1.1 * 900, 1.16 * 900);
    }

    [Fact]
    public void Without_time_there_are_the_fewest_steps_and_words()
    {
        var again = TrainingAgain.Of(s_quarter, 1200, s_true);
        Assert.Equal(60, again.TrainSteps);
        Assert.Equal(
        [
            "planned      60 steps instead of 2,622: 20.0 of 15 minutes are used, a step of this network takes 72 ms, "
                + "all of it 20.2 minutes",
            "             that is more than was asked for: the search took longer than its timed steps said",
        ], again.Words(s_quarter));
    }

    /// <summary>1.2 minutes were asked for, 2.6 planned from the start, and the search took less than that plan.</summary>
    [Theory]
    [InlineData(156, 60, 70, "the first plan, the least in which there is something to see, reckoned with 2.6 minutes from the start")]
    [InlineData(70, 20, 45, "a step of this network takes longer than the first plan reckoned")]
    [InlineData(70, 20, 90, "the search took longer than its timed steps said")]
    public void More_than_was_asked_for_has_its_true_cause(double planned, double training, double used, string why)
    {
        var plan = new AutoPlan(1.2, 10, 1, 3, 2000) { PlannedSeconds = planned, PlannedTrainSeconds = training };
        Assert.Equal($"             that is more than was asked for: {why}",
            new TrainingAgain(used, 0.07, 1000, 95).Words(plan).Last());
    }

    [Fact]
    public void A_training_sees_its_data_thirty_times_at_most() =>
        Assert.Equal(30 * 20, TrainingAgain.Of(s_quarter, 300, s_true with { StepsPerEpoch = 20, Validation = 0 }).TrainSteps);

    /// <summary>Whatever the search took and however wrong the first plan was: within a quarter of the minutes, where a training has
    /// anything to see in that time and there is time for one at all.</summary>
    [Fact]
    public void All_of_it_ends_near_the_minutes_that_were_asked_for() =>
        Gen.Select(Gen.Double[1, 60], Gen.Double[0.2, 0.95], Gen.Double[0.005, 0.2], Gen.Int[100, 2000], Gen.Int[60, 20_000])
            .Sample((minutes, share, step, epoch, planned) =>
            {
                var (plan, timing) = (new AutoPlan(minutes, 1, 0.1, 1, planned), new TrainingTiming(step, step, step, epoch));
                var again = TrainingAgain.Of(plan, share * 60 * minutes, timing);
                Assert.Equal(timing.SecondsOf(again.TrainSteps), again.TrainSeconds, 9);
                var all = SecondsOf(plan, share * 60 * minutes, timing, again) / (60 * minutes);
                Assert.True(all <= 1.25 || again.TrainSteps == 60, $"{all}");
                Assert.True(all >= 0.75 || again.TrainSteps == 30 * epoch, $"{all}");
            }, seed: "0000KOIPe036", iter: 2000);

    /// <summary>A load that lasts is in what the search took and not in the fastest of a few steps.</summary>
    [Theory]
    [InlineData(12, 10, 1.2)]
    [InlineData(9, 10, 0.9)]
    [InlineData(3600, 10, 1.5)]
    [InlineData(1, 10, 1 / 1.5)]
    [InlineData(0, 10, 1)]
    public void The_pace_of_the_search_is_that_of_the_training_within_reason(double work, double timed, double pace) =>
        Assert.Equal(pace, TrainingAgain.Pace(work, timed), 9);
}
