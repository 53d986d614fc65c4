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
    public void What_is_taken_as_it_is_written_is_not_said()
    {
        var job = JobText.Options(Images, "derive.screenItems=128", "derive.refine=10", "derive.refineItems=256");
        Assert.Empty(JobFit.Clipped(job, 256));
    }

    [Fact]
    public void Windows_and_checkpoints_that_there_are_not_are_said()
    {
        var job = JobText.Options(JobText.Minimal, "derive.screenItems=100000", "derive.checkpoints=100", "budget.rounds=3");
        Assert.Equal(
            [
                "derive.checkpoints = 100 is clipped to 3: the search has no more rounds",
                "derive.screenItems = 100000 is clipped to 7: the validation set has no more windows",
            ],
            JobFit.Clipped(job, 7));
        Assert.Equal(7, ScoredParts.Used(job, 100000, 7));
        Assert.Equal(3, ScoredParts.Used(job, 3, 7));
    }

    [Theory]
    [InlineData(16, "derive.screenItems = 130 and derive.refineItems = 600 come to the same 16 images: the same candidates are scored on "
        + "them twice; set derive.refine and derive.refineItems to 0, or derive.screenItems to less")]
    [InlineData(512, "derive.refineItems comes to all 512 images of the validation set: the best are scored on the same ones again; "
        + "set derive.refineItems to less")]
    [InlineData(1000, null)]
    public void Stages_that_score_on_the_same_images_are_warned_of(int images, string? words) => Assert.Equal(
        words is null ? [] : (string[])[words],
        ScoredParts.WarningsOf(
            JobText.Options(Images, "derive.screenItems=130", "derive.refine=10", "derive.refineItems=600"), images));

    [Theory]
    [InlineData("finals.count=4 finals.rungs=2 finals.steps=1", "finals.rungs = 2: each of them trains for 1 step, so the last one tells "
        + "nothing that the first did not; set finals.steps to more, or finals.rungs = 1")]
    [InlineData("finals.count=1 finals.steps=9 finals.secondSeed=0.01", "finals.secondSeed compares the two best of the last rung, and "
        + "only one comes so far: it changes nothing; let two come to it, or set finals.secondSeed = 0")]
    [InlineData("finals.count=4 finals.rungs=2 finals.steps=9 finals.secondSeed=0.01", null)]
    [InlineData("finals.count=0", null)]
    public void Finals_that_cannot_tell_what_they_are_held_for_are_warned_of(string sets, string? words) =>
        Assert.Equal(words is null ? [] : (string[])[words], FinalsWarnings.Of(JobText.Options(Images, sets.Split(' '))));

    [Theory]
    [InlineData("finals.count=2 finals.steps=9 derive.among=policy", "derive.among = \"policy\": after finals the choice is among all that "
        + "came so far, the uniform ones too, so it changes nothing; leave it out")]
    [InlineData("derive.screenItems=128 derive.among=policy", "derive.among = \"policy\": after a screening the choice is among all that "
        + "came so far, the uniform ones too, so it changes nothing; leave it out")]
    [InlineData("finals.count=2 finals.steps=9", null)]
    [InlineData("derive.among=policy", null)]
    [InlineData("strategy.kind=halving child.steps=7", "child.steps = 7: strategy.kind \"halving\" says itself how long architectures are "
        + "trained alone, so it changes nothing; leave it out")]
    [InlineData("strategy.kind=halving", null)]
    public void Options_that_others_leave_no_place_for_are_warned_of(string sets, string? words) =>
        Assert.Equal(words is null ? [] : (string[])[words], GivenWarnings.Of(JobText.Read(Images, sets.Split(' '))));

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
    [InlineData("nas-bench-201")]
    public void Small_2_screens_hundreds_and_trains_the_best_alone(string space)
    {
        var job = JobText.Options(Images.Replace("micro-cnn", space, StringComparison.Ordinal), "preset=small-2");
        var derive = job.Derive;
        Assert.Equal((300, 60, 16), (derive.Candidates + derive.UniformCount, derive.Refine, derive.WholeSet));
        Assert.True(derive.IsStaged);
        Assert.InRange(job.Finals.Count, 12, 16);
    }

    [Fact]
    public void Uniform_candidates_are_as_many_unless_the_job_says_otherwise()
    {
        Assert.Equal(20, JobText.Options(JobText.Minimal).Derive.UniformCount);
        Assert.Equal(7, JobText.Options(JobText.Minimal, "derive.uniform=7").Derive.UniformCount);
    }
}
