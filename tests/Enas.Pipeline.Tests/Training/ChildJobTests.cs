using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tests.Jobs;
using Enas.Pipeline.Training;

namespace Enas.Pipeline.Tests.Training;

/// <summary>The job and the seed of an architecture that a search trains alone.</summary>
public sealed class ChildJobTests
{
    private static readonly ChildOrder s_order = new("0 1 0", 0, 77, 40);

    [Fact]
    public void A_child_is_trained_as_the_search_would_train_its_choice_except_for_what_the_job_says()
    {
        var job = Job("\"child\": { \"filters\": 5, \"layers\": 4 }, \"train\": { \"network\": { \"warmUpSteps\": 30 } }");
        var child = ChildJob.Of(job, s_order, 40);
        Assert.Equal((77UL, JobOrigins.Train, 40), (child.Seed, child.Origin, child.Train.Steps));
        Assert.Equal(job.Train.ImageNetwork! with { Filters = 5, Layers = 4, WarmUpSteps = 10 }, child.Train.ImageNetwork);
        var plain = ChildJob.Of(Job("\"child\": { }"), s_order, 1000).Train.ImageNetwork!;
        Assert.Equal(job.Train.ImageNetwork, plain with { WarmUpSteps = 30 });
    }

    /// <summary>Whoever trains a child asks its job whether to measure the test set.</summary>
    [Theory]
    [InlineData("\"child\": { }", true)]
    [InlineData("\"child\": { \"test\": false }", false)]
    [InlineData("\"train\": { \"test\": false }", false)]
    public void A_child_measures_the_test_set_only_where_the_job_says_so(string json, bool isTested)
    {
        var child = ChildJob.Of(Job(json), s_order, 40);
        Assert.Equal(isTested, child.Train.Test);
        Assert.Equal(!isTested, JobFacts.ForTraining(child).Contains("\"test\":false", StringComparison.Ordinal));
    }

    [Fact]
    public void The_data_of_a_child_are_those_of_its_search()
    {
        var job = Job("\"child\": { }");
        Assert.Equal(job.DataSeed, ChildJob.Of(job, s_order, 40).DataSeed);
        Assert.Equal(5UL, ChildJob.Of(job with { Data = job.Data with { Seed = 5 } }, s_order, 40).DataSeed);
    }

    [Fact]
    public void What_determines_a_training_determines_a_search_that_makes_trainings()
    {
        var job = Job("\"train\": { \"epochs\": 7 }");
        Assert.Contains("\"evaluator\":{\"kind\":\"child\"}", JobFacts.ForSearch(job), StringComparison.Ordinal);
        Assert.Contains("\"epochs\":7", JobFacts.ForSearch(job), StringComparison.Ordinal);
        Assert.DoesNotContain("\"epochs\"", JobFacts.ForSearch(job with { Evaluator = new EvaluatorOptions() }), StringComparison.Ordinal);
        Assert.Equal(
            ["train.epochs was 7, is now 8"], JobFacts.Differences(job, job with { Train = job.Train with { Epochs = 8 } }));
    }

    [Fact]
    public void A_search_of_trainings_has_no_branch() => Assert.Equal(
        "evaluator.kind is \"child\", and a branch has no part in the architectures that were trained for it",
        JobForks.RefusalOf(Job("\"child\": { }")));

    [Fact]
    public void An_own_seed_is_that_of_the_architecture_and_a_common_one_that_of_the_rung()
    {
        var own = Job("\"child\": { }");
        var common = own with { Child = own.Child with { Seeds = ChildOptions.CommonSeeds } };
        Assert.Equal(ChildSeeds.Of(own, "a", 0), ChildSeeds.Of(own, "a", 0));
        ulong[] seeds = [ChildSeeds.Of(own, "a", 0), ChildSeeds.Of(own, "b", 0), ChildSeeds.Of(own, "a", 1),
            ChildSeeds.Of(own with { Seed = 9 }, "a", 0), ChildSeeds.Of(common, "a", 0), ChildSeeds.Of(common, "a", 1)];
        Assert.Distinct(seeds);
        Assert.All(seeds, seed => Assert.InRange(seed, 0UL, (ulong)long.MaxValue));
        Assert.Equal(ChildSeeds.Of(common, "a", 0), ChildSeeds.Of(common, "b", 0));

        // A published fact: printf 'enas child\n1\n0' | sha256sum, the first eight bytes, little-endian, without the highest bit.
        Assert.Equal(CommonSeedOfOne, ChildSeeds.Of(common with { Seed = 1 }, "a", 0));
    }

    private const ulong CommonSeedOfOne = 5503050219388237744;

    private static JobOptions Job(string more) => JobText.Options($$"""
        { "name": "a", "preset": "small", "data": { "kind": "generated" }, "space": { "kind": "micro-cnn" },
          "strategy": { "kind": "random" }, "evaluator": { "kind": "child" }, {{more}} }
        """);
}
