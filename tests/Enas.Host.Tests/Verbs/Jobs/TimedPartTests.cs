using Enas.Host.Composition;
using Enas.Host.Verbs.Jobs;
using Enas.Pipeline.Jobs;

namespace Enas.Host.Tests.Verbs.Jobs;

/// <summary>Of large jobs a part of each step is timed: how many of it a whole step is.</summary>
public sealed class TimedPartTests
{
    [Theory]
    [InlineData("any-micro-cnn.json")]
    [InlineData("any-rnn-cell.json")]
    public void A_whole_step_is_as_many_parts_as_it_has_more_images_or_tokens(string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "jobs", file);
        var job = JobReader.Read(File.ReadAllBytes(path), path, ["strategy.kind=darts"], "/", _ => null).Options!;
        var small = TimedPart.Of(job, new WorkSizes(1, 1, 1, 1, GigaFlops: 0));
        Assert.True(small.IsWhole);
        Assert.Equal((1, 1), (small.WeightStepsOfPart(job), small.RewardsOfPart(job)));

        // So large that a step is cut to a tenth or less.
        var part = TimedPart.Of(job, new WorkSizes(1, 1, 1, 1, GigaFlops: 1000));
        Assert.False(part.IsWhole);
        Assert.InRange(part.WeightStepsOfPart(job), 10, 10_000);
        Assert.InRange(part.RewardsOfPart(job), 10, 10_000);
        Assert.Equal((double)Items(job), part.WeightStepsOfPart(job) * Items(part.Job), 1e-9);
        Assert.Equal((double)Rewarded(job), part.RewardsOfPart(job) * Rewarded(part.Job), 1e-9);
    }

    private static int Items(Enas.Pipeline.Options.JobOptions job) => job.ImageWeights?.BatchSize
        ?? (job.SharedWeights.BatchSize * job.SharedWeights.SequenceLength);

    private static int Rewarded(Enas.Pipeline.Options.JobOptions job) => job.ImageWeights is null
        ? job.Reward.BatchSize * job.Reward.SequenceLength : job.Reward.BatchSize;
}
