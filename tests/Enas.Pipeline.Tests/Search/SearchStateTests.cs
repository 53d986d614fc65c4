using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Events;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Evaluate;
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

    private static RewardEvaluated Reward(double lossSum, int number) => RewardEvaluated.Of(
        new StepPosition(number, Phases.Policy, 0), 0, $"{number}", Evaluated.Of([new(10, lossSum)]),
        new MeasureObjective(TestJobs.Tiny().Reward));
}
