using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Tests.Jobs;

/// <summary>An option that came later changes no search from before it.</summary>
public sealed class LaterOptionTests
{
    [Fact]
    public void At_its_default_it_is_in_no_fact()
    {
        var facts = JobFacts.ForSearch(JobText.Options(JobText.Minimal));
        Assert.DoesNotContain("cost", facts, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_value_is_a_fact_of_searches_and_of_trainings()
    {
        var job = JobText.Options(
            """{ "name": "a", "preset": "small", "data": { "kind": "generated" }, "budget": { "cost": "multiply-adds" } }""");
        Assert.Contains("\"budget\":{\"cost\":\"multiply-adds\"}", JobFacts.ForSearch(job), StringComparison.Ordinal);
        Assert.Contains("\"budget\":{\"cost\":\"multiply-adds\"}", JobFacts.ForTraining(job), StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_cannot_go_on_with_another_value()
    {
        var job = JobText.Options(JobText.Minimal);
        var other = job with { Budget = job.Budget with { Cost = BudgetOptions.CostInMultiplyAdds } };
        Assert.Equal(["budget.cost was \"none\", is now \"multiply-adds\""], JobFacts.Differences(job, other));
    }
}
