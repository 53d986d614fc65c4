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

    /// <summary>The recipe of a training: what a job from before does not say is in no fact, and what one says now is.</summary>
    [Theory]
    [InlineData("", "train.steps=100", "\"train\":{\"network\":", "\"steps\":100")]
    [InlineData("", "train.network.warmUpSteps=7", "\"train\":{\"network\":", "\"warmUpSteps\":7")]
    [InlineData("micro-cnn", "train.averaging=exponential", "\"train\":{\"network\":", "\"averaging\":\"exponential\"")]
    [InlineData("macro-cnn", "train.averagingDecay=0.9", "\"train\":{\"network\":", "\"averagingDecay\":0.9")]
    [InlineData("macro-cnn", "train.steps=100", "\"train\":{\"network\":", "\"steps\":100")]
    public void The_recipe_of_a_training_is_a_fact_where_it_is_not_the_old_one(string space, string set, string known, string later)
    {
        string[] kind = space.Length > 0 ? [$"space.kind={space}"] : [];
        var (before, after) = (JobText.Options(JobText.Minimal, kind), JobText.Options(JobText.Minimal, [.. kind, set]));
        Assert.Contains(known, JobFacts.ForTraining(before), StringComparison.Ordinal);
        Assert.DoesNotContain(later.Split(':')[0] + ":", JobFacts.ForTraining(before), StringComparison.Ordinal);
        Assert.Contains(later, JobFacts.ForTraining(after), StringComparison.Ordinal);
        Assert.Equal(JobFacts.ForSearch(before), JobFacts.ForSearch(after));
    }

    [Theory]
    [InlineData("rnn-cell")]
    [InlineData("micro-cnn")]
    public void The_warm_up_of_shared_weights_is_a_fact_of_the_search(string space)
    {
        var job = JobText.Options(JobText.Minimal, $"space.kind={space}", "sharedWeights.warmUpSteps=9");
        Assert.Contains("\"warmUpSteps\":9", JobFacts.ForSearch(job), StringComparison.Ordinal);
        Assert.Equal(JobFacts.ForTraining(JobText.Options(JobText.Minimal, $"space.kind={space}")), JobFacts.ForTraining(job));
    }

    [Theory]
    [InlineData("rnn-cell")]
    [InlineData("micro-cnn")]
    public void A_warm_up_as_long_as_the_training_is_an_error(string space)
    {
        string[] sets = [$"space.kind={space}", "train.steps=50", "train.network.warmUpSteps=50"];
        var error = Assert.Single(JobText.Read(JobText.Minimal, sets).Errors);
        Assert.Equal("train.network.warmUpSteps", error.Key);
        Assert.Equal("= 50 leaves no step after it: train.steps = 50; allowed: less than that, or train.steps 0", error.Message);
        Assert.Empty(JobText.Read(JobText.Minimal, [.. sets, "train.steps=51"]).Errors);
        Assert.Empty(JobText.Read(JobText.Minimal, [.. sets, "train.steps=0"]).Errors);
    }

    /// <summary>The rows of section strategy and policy that came later, at their defaults and not.</summary>
    [Theory]
    [InlineData("strategy.weightSampler=fair", "\"weightSampler\":\"fair\"")]
    [InlineData("strategy.uniformShare=0.25", "\"uniformShare\":0.25")]
    [InlineData("policy.baseline=step-mean", "\"baseline\":\"step-mean\"")]
    [InlineData("derive.batchNorm=recalibrated", "\"batchNorm\":\"recalibrated\"", "macro-cnn")]
    [InlineData("derive.evenBatches=true", "\"evenBatches\":true", "micro-cnn")]
    public void Only_another_value_than_before_is_a_fact(string set, string fact, string space = "rnn-cell")
    {
        var kind = $"space.kind={space}";
        Assert.Contains(fact, JobFacts.ForSearch(JobText.Options(JobText.Minimal, kind, set)), StringComparison.Ordinal);
        Assert.DoesNotContain(fact, JobFacts.ForSearch(JobText.Options(JobText.Minimal, kind)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_cannot_go_on_with_another_value()
    {
        var job = JobText.Options(JobText.Minimal);
        var other = job with { Budget = job.Budget with { Cost = BudgetOptions.CostInMultiplyAdds } };
        Assert.Equal(["budget.cost was \"none\", is now \"multiply-adds\""], JobFacts.Differences(job, other));
    }
}
