using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;

namespace Enas.Pipeline.Tests.Jobs;

/// <summary>The options of a staged scoring: which do not fit together, what is clipped, what is a fact.</summary>
public sealed class StagedScoringJobTests
{
    private const string Images =
        """{ "name": "a", "preset": "small", "data": { "kind": "generated" }, "space": { "kind": "micro-cnn" } }""";

    [Theory]
    [InlineData("derive.wholeSet=4", "derive.wholeSet  = 4 are the best of a screening, and derive.screenItems = 0 asks for none; "
        + "set derive.screenItems above 0, or derive.refine, derive.refineItems and derive.wholeSet to 0")]
    [InlineData("derive.screenItems=9 derive.refine=5 derive.refineItems=9", "derive.refineItems  = 9 is no more than "
        + "derive.screenItems = 9, on which the same candidates were scored before; allowed: more, or derive.refine = 0")]
    [InlineData("derive.screenItems=9 derive.refineItems=20",
        "derive.refineItems  = 20 are for nobody: derive.refine = 0; set it to the number of candidates")]
    [InlineData("finals.count=3 finals.rungs=2", "finals.rungs  = 2 needs to know how long the first of them is: a third of one epoch is "
        + "not known before the data are; set finals.steps, child.steps or finals.firstSteps")]
    public void Options_that_do_not_fit_together_are_refused(string sets, string fault) =>
        Assert.EndsWith(fault, Assert.Single(JobText.Errors(JobText.Minimal, sets.Split(' '))), StringComparison.Ordinal);

    [Theory]
    [InlineData("child.layers=2", "child.layers  = 2 is no number of cells: two of L + 2 are reductions; allowed: 0, or 3 to 256")]
    [InlineData("finals.count=2 seed=9223372036854775808", "seed  = 9223372036854775808 is too large to keep the data of what is "
        + "trained alone; allowed: up to 9223372036854775807, or a data.seed")]
    public void What_could_not_be_trained_alone_is_refused_with_the_job(string sets, string fault) =>
        Assert.EndsWith(fault, Assert.Single(JobText.Errors(Images, sets.Split(' '))), StringComparison.Ordinal);

    [Fact]
    public void Finals_of_more_than_come_through_are_said()
    {
        var job = JobText.Options(Images, "derive.screenItems=256", "derive.wholeSet=8", "finals.count=12", "finals.steps=5");
        Assert.Equal(["finals.count = 12 is clipped to 8: no more candidates are scored on the whole set"], JobFit.Clipped(job));
    }

    [Fact]
    public void What_is_clipped_or_rounded_is_said()
    {
        var job = JobText.Options(Images, "derive.candidates=20", "derive.uniform=10", "derive.screenItems=300", "derive.refine=40",
            "derive.refineItems=1024", "derive.wholeSet=50");
        Assert.Equal(
            [
                "derive.refine = 40 is clipped to 30: there are no more candidates",
                "derive.wholeSet = 50 is clipped to 30: no more candidates come through",
                "derive.screenItems = 300 is taken as 256: whole batches of derive.batchSize = 128, "
                    + "since the size of a batch is part of the measure",
            ],
            JobFit.Clipped(job));
        Assert.Empty(JobFit.Clipped(JobText.Options(Images, "preset=small-2")));
        Assert.Equal(
            "derive.screenItems = 300 is taken as 128: the validation set has 200 images, and parts of it are whole batches of "
                + "derive.batchSize = 128",
            Screening(job, 200));
        Assert.StartsWith("derive.screenItems = 300 is taken as 100: ", Screening(job, 100), StringComparison.Ordinal);

        static string Screening(JobOptions job, int images) => JobFit.Clipped(job, images)
            .Single(words => words.StartsWith("derive.screenItems", StringComparison.Ordinal));
    }

    [Fact]
    public void A_job_without_stages_has_the_facts_that_it_had()
    {
        var facts = JobFacts.ForSearch(JobText.Options(JobText.Minimal));
        Assert.EndsWith(
            "\"derive\":{\"candidates\":20,\"batchSize\":64,\"rule\":\"lowest-validation-perplexity\"}}", facts, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rnn-cell")]
    [InlineData("micro-cnn")]
    [InlineData("macro-cnn")]
    public void Small_2_screens_hundreds(string space)
    {
        var derive = JobText.Options(Images.Replace("micro-cnn", space, StringComparison.Ordinal), "preset=small-2").Derive;
        Assert.Equal((300, 60, 16), (derive.Candidates + derive.UniformCount, derive.Refine, derive.WholeSet));
        Assert.True(derive.IsStaged);
    }

    [Fact]
    public void Uniform_candidates_are_as_many_unless_the_job_says_otherwise()
    {
        Assert.Equal(20, JobText.Options(JobText.Minimal).Derive.UniformCount);
        Assert.Equal(7, JobText.Options(JobText.Minimal, "derive.uniform=7").Derive.UniformCount);
    }
}
