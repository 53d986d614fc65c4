using Enas.Host.Dashboard.Views;
using Enas.Pipeline.Jobs;

namespace Enas.Host.Tests.Dashboard;

/// <summary>The steps of a budget are those that the strategy makes of it, where the job alone says how many.</summary>
public sealed class SearchSummariesTests
{
    [Theory]
    [InlineData(295, "tiny-spos.json", "strategy.weightSteps=45", "budget.evaluations=250")]
    [InlineData(3, "nas-bench-201-random.json", "budget.evaluations=25", "strategy.samplesPerPolicyStep=10")]
    [InlineData(2 + (3 * (4 + 5)), "tiny.json", "strategy.warmUpSteps=2", "budget.rounds=3",
        "strategy.weightStepsPerRound=4", "strategy.policyStepsPerRound=5")]
    [InlineData(null, "tiny.json", "strategy.weightStepsPerRound=0")] // An epoch: the data say how many.
    [InlineData(null, "tiny-halving.json")] // Its own options say how much is evaluated.
    public void Steps_of_the_budget_are_those_of_the_strategy(int? steps, string file, params string[] sets)
    {
        var read = JobReader.ReadFile(Path.Combine(AppContext.BaseDirectory, "jobs", file), sets);
        Assert.Empty(read.Errors);
        Assert.Equal(steps, SearchSummaries.StepsOf(read.Options!));
    }
}
