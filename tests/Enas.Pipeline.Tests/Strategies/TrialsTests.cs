using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Tests.Strategies;

public sealed class TrialsTests
{
    [Fact]
    public void A_repeated_architecture_keeps_its_first_evaluation()
    {
        var trials = Trials.Empty.With(Rewarded(3, "a", 0.5)).With(Rewarded(8, "a", 0.9)).With(Rewarded(9, "b", 0.1));
        Assert.Equal(2, trials.Count);
        Assert.Equal((3, 0.5), (trials.Find("a")!.Step, trials.Find("a")!.Reward));
        Assert.Equal(9, trials.Find("b")!.Step);
        Assert.Null(trials.Find("c"));
        Assert.Equal(0, Trials.Empty.Count);
    }

    [Fact]
    public void The_best_have_the_highest_rewards_and_of_equal_ones_come_the_earlier_first()
    {
        var trials = new[] { Rewarded(1, "d", 0.2), Rewarded(2, "b", 0.9), Rewarded(3, "a", 0.9), Rewarded(4, "c", 0.5) }
            .Aggregate(Trials.Empty, (all, one) => all.With(one));
        Assert.Equal(["b", "a", "c"], trials.Best(3));
        Assert.Equal(["b", "a", "c", "d"], trials.Best(9));
        Assert.Empty(trials.Best(0));
    }

    [Fact]
    public void Those_with_a_value_stand_in_the_order_of_their_first_evaluation()
    {
        var trials = new[] { Rewarded(1, "d", 0.2), Rewarded(2, "b", 0.9), Rewarded(3, "a", 0.9), Rewarded(4, "d", 0.5) }
            .Aggregate(Trials.Empty, (all, one) => all.With(one));
        Assert.Equal(["d", "b", "a"], trials.WithValue.Select(trial => trial.Tokens));
        Assert.Equal(0.2, trials.LowestReward);
    }

    private static RewardEvaluated Rewarded(long step, string tokens, double reward) => new(
        new StepPosition(step, Phases.Policy, 0), 0, tokens, reward, new Evaluated(new Measurement(Measure.Accuracy, reward), []));
}
