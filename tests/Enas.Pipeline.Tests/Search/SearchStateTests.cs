using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies.Reinforce;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Search;

/// <summary>The fold of events.</summary>
public sealed class SearchStateTests
{
    [Fact]
    public void Of_samples_with_equal_rewards_the_first_is_the_best()
    {
        var state = new[] { 30.0, 20.0, 20.0, 25.0 }.Select(Reward)
            .Aggregate(SearchState.Empty, (folded, happened) => folded.Apply(happened));
        Assert.Equal("1", state.Best!.Tokens);
        Assert.Equal(4, state.RewardCount);
    }

    /// <summary>What a branch begins with is what the strategy of its parent would have gone on with.</summary>
    [Fact]
    public void The_baseline_for_a_branch_is_that_of_the_strategy()
    {
        ISearchEvent[] all =
        [
            new SearchStarted("search", JobFacts.ForSearch(TestJobs.Tiny()), "digest", "null/1", "null/1", null, "parent",
                new ForkPoint(40, 1.5, "digest", 0.75)),
            new PolicyUpdated(new StepPosition(40, Phases.Policy, 0), 2.5, [1], 0.1, 0.01, 0.875),
            new PolicyUpdated(new StepPosition(41, Phases.Policy, 1), 3.5, [1], 0.1, 0.01),
        ];
        var (state, weights) = (SearchState.Empty, new List<double?>());
        foreach (var happened in all)
        {
            state = state.Apply(happened);
            var kept = Assert.IsType<ReinforceState>(state.Strategy).Baseline;
            Assert.Equal((kept.Value, kept.Weight), (state.Baseline, state.BaselineWeight));
            weights.Add(state.BaselineWeight);
        }

        Assert.Equal([0.75, 0.875, null], weights);
    }

    [Fact]
    public void The_moving_average_of_rewards_keeps_nineteen_twentieths_of_what_it_was()
    {
        var rewards = new[] { 30.0, 20.0, 25.0 }.Select(Reward).ToArray();
        var state = rewards.Aggregate(SearchState.Empty, (folded, happened) => folded.Apply(happened));
        var second = (0.95 * rewards[0].Reward) + (0.05 * rewards[1].Reward);
        Assert.Equal((0.95 * second) + (0.05 * rewards[2].Reward), state.RewardAverage!.Value, 10);
        Assert.Equal(rewards.Sum(one => one.Reward), state.RewardSum, 10);
    }

    private static RewardEvaluated Reward(double lossSum, int number) => RewardEvaluated.Of(
        new StepPosition(number, Phases.Policy, 0), 0, $"{number}", Evaluated.Of([new(10, lossSum)]),
        new MeasureObjective(TestJobs.Tiny().Reward));
}
