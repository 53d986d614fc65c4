using Enas.Host.Composition;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;

namespace Enas.Host.Verbs.Jobs;

/// <summary>A job whose steps are small enough to be timed in a second or two: itself, or itself with fewer tokens or images
/// in each step.</summary>
/// <param name="LeastArchitectures">How many architectures are timed, at least: images' differ in cost, recurrent cells do not.</param>
/// <param name="IsWhole">Whether its steps are those of the whole job.</param>
internal sealed record TimedPart(JobOptions Job, int LeastArchitectures, bool IsWhole)
{
    /// <summary>About half a second of convolutions on two cores; recurrent cells are faster.</summary>
    private const double MostOfImages = 15;

    /// <summary>About half a second of recurrent cells on two cores. Fewer words would measure what each step does to the weights rather
    /// than the words.</summary>
    private const double MostOfTokens = 40;

    /// <summary>Tokens or images of a weight step of the part.</summary>
    public int StepItems => Job.ImageWeights?.BatchSize ?? (Job.SharedWeights.BatchSize * Job.SharedWeights.SequenceLength);

    /// <summary>How many weight steps of the part one of the whole job's is.</summary>
    public double WeightStepsOfPart(JobOptions whole) => (double)(this with { Job = whole }).StepItems / StepItems;

    /// <summary>How many rewards of the part one of the whole job's is, by what they are measured on.</summary>
    public double RewardsOfPart(JobOptions whole) => (double)whole.Reward.BatchSize * Math.Max(1, whole.Reward.SequenceLength)
        / ((double)Job.Reward.BatchSize * Math.Max(1, Job.Reward.SequenceLength));

    /// <summary>The part of a job.</summary>
    public static TimedPart Of(JobOptions job, WorkSizes? work)
    {
        if (work is null)
        {
            return new TimedPart(job, 1, IsWhole: true);
        }

        // A weight step goes forward once and backward at twice the cost.
        var most = job.ImageWeights is null ? MostOfTokens : MostOfImages;
        var weights = Math.Max(1, 3 * work.GigaFlops * work.OfWeightStep / most);
        var rewards = Math.Max(1, work.GigaFlops * work.OfReward / most);
        var part = job.ImageWeights is { } network ? OfImages(job, network, weights, rewards) : OfTokens(job, weights, rewards);

        // All that a policy step does beside its rewards is next to nothing where those are large.
        return part.IsWhole ? part : part with { Job = part.Job with { Strategy = job.Strategy with { SamplesPerPolicyStep = 1 } } };
    }

    /// <summary>Tokens or images of a step of a training alone.</summary>
    public static int ItemsOfTraining(JobOptions job) =>
        job.Train.ImageNetwork?.BatchSize ?? (job.Train.Network.BatchSize * job.Train.Network.SequenceLength);

    /// <summary>A job whose training alone has steps that are small enough to be timed, and how many of them one of the whole job's
    /// is.</summary>
    public static (JobOptions Job, double Share) OfTraining(JobOptions job, JobData data)
    {
        var items = ItemsOfTraining(job);
        using var uniform = new UniformPolicy(SpaceCatalog.Create(job), job.Seed);
        var multiplyAdds = data.Costs(job, isFinal: true)?.OfTraining(uniform.Sample("timing", 0, 0).Architecture, items) ?? 0;
        var times = Math.Max(1, 2 * multiplyAdds / 1e9 / (job.ImageWeights is null ? MostOfTokens : MostOfImages));
        var part = job with
        {
            Train = job.Train.ImageNetwork is { } images
                ? job.Train with { ImageNetwork = images with { BatchSize = Less(images.BatchSize, times) } }
                : job.Train with
                {
                    Network = job.Train.Network with { SequenceLength = Less(job.Train.Network.SequenceLength, times) }
                },
        };
        return (part, (double)items / ItemsOfTraining(part));
    }

    private static TimedPart OfImages(JobOptions job, ImageNetworkOptions network, double weights, double rewards)
    {
        var (step, reward) = (Less(network.BatchSize, weights), Less(job.Reward.BatchSize, rewards));
        return new TimedPart(
            job with { ImageWeights = network with { BatchSize = step }, Reward = job.Reward with { BatchSize = reward } },
            LeastArchitectures: 3,
            step == network.BatchSize && reward == job.Reward.BatchSize);
    }

    // Fewer words in a row, and the same number of rows: the products keep their shape.
    private static TimedPart OfTokens(JobOptions job, double weights, double rewards)
    {
        var (step, reward) = (Less(job.SharedWeights.SequenceLength, weights), Less(job.Reward.SequenceLength, rewards));
        return new TimedPart(
            job with
            {
                SharedWeights = job.SharedWeights with { SequenceLength = step },
                Reward = job.Reward with { SequenceLength = reward }
            },
            LeastArchitectures: 1,
            step == job.SharedWeights.SequenceLength && reward == job.Reward.SequenceLength);
    }

    private static int Less(int size, double times) => Math.Max(1, (int)(size / times));
}
