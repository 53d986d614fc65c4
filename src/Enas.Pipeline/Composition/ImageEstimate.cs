using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Tasks.Images;

namespace Enas.Pipeline.Composition;

/// <summary>Sizes and costs of a job on images.</summary>
internal static class ImageEstimate
{
    private const int CifarTrainImages = 50_000;

    private static readonly ImageShape s_cifar = new(3, 32, 32, 10);

    /// <summary>The estimate; CIFAR-10's sizes where there is no data.</summary>
    public static JobEstimate Of(JobOptions job, ImageCorpus? corpus, IReadOnlyList<string> clipped)
    {
        var space = SpaceCatalog.Create(job);
        var network = job.ImageWeights!;
        var shape = corpus is null ? s_cifar : ImageShape.Of(corpus);
        var validImages = corpus?.Valid.Count ?? (int)(CifarTrainImages * job.Data.Images!.ValidFraction);
        var trainImages = corpus?.Train.Count ?? (CifarTrainImages - validImages);
        var schedule = StrategyCatalog.Of(job).TotalsOf(job, Math.Max(1, trainImages / network.BatchSize));
        var supernet = ImageParameterCounts.Supernet(space, network, shape);
        var policy = StrategyCatalog.Of(job).HasPolicyNetwork ? LstmPolicy.ParameterCount(space, job.Policy) : 0;
        var (final, finalOf) = Final(space, job.Train.ImageNetwork!, shape);
        var active = ImageParameterCounts.Largest(space, network, shape);
        var ofStep = StrategyCatalog.Of(job).RunsAllOptions(job) && ImageNetworkFamily.Of(space).CountMixture(network, shape) is { } mixture
            ? mixture.MultiplyAdds : active.MultiplyAdds;
        return new JobEstimate
        {
            Data = new DataEstimate(
                corpus is not null, "CIFAR-10", [new("channels", shape.Channels), new("height", shape.Height), new("width", shape.Width),
                    new("classes", shape.ClassCount), new("trainImages", trainImages), new("validImages", validImages)]),
            Clipped = clipped,
            Parameters = new ParameterEstimate(supernet.Parameters + supernet.AuxiliaryParameters,
                0, policy, final.Parameters, final.AuxiliaryParameters, finalOf, final.MultiplyAdds),
            Work = new WorkSizes(network.BatchSize,
                job.Reward.Windows * Math.Min(job.Reward.BatchSize, validImages), validImages,
                JobEstimate.Scored(job, validImages, 1), 2.0 * active.MultiplyAdds / 1e9),
            Schedule = schedule,
            TrainSteps = JobEstimate.TrainStepsOf(job, trainImages / job.Train.ImageNetwork!.BatchSize),
            GigaFlops = Flops(job, schedule, (active.MultiplyAdds, ofStep), policy, space.Decisions.Count, validImages) / 1e9,
            MemoryBytes = sizeof(float) * ((2 * supernet.Parameters)
                + active.Parameters + (ImageParameterCounts.KeptValues(space, network, shape) * ofStep / active.MultiplyAdds)
                + (8 * policy)),
            TrainingMemoryBytes = OfTraining(space, JobEstimate.OfOneAlone(job).Train.ImageNetwork!, shape),
            DiskBytes = JobEstimate.Disk(job, schedule, (2 * supernet.Parameters) + (3 * policy)),
        };
    }

    /// <summary>Generated images of CIFAR-10's shape, as many as a few steps need.</summary>
    public static JobData StandIn(JobOptions job)
    {
        var (train, valid) = (Math.Max(Math.Max(job.ImageWeights!.BatchSize, job.Train.ImageNetwork!.BatchSize), s_cifar.ClassCount),
            Math.Max(job.Reward.BatchSize, job.Derive.BatchSize));
        return new ImageData(GeneratedImages.Load(job.Seed, job.Data.Images! with
        {
            Classes = s_cifar.ClassCount,
            Channels = s_cifar.Channels,
            Size = s_cifar.Height,
            TrainImages = 2 * train,
            ValidImages = valid,
            TestImages = s_cifar.ClassCount,
        }));
    }

    private static long OfTraining(SearchSpace space, ImageNetworkOptions network, ImageShape shape) => JobEstimate.TrainingMemory(
        Final(space, network, shape).Counts.Parameters, ImageParameterCounts.KeptValues(space, network, shape));

    /// <summary>A published architecture where the space holds one, else the largest.</summary>
    private static (ImageCounts Counts, string Of) Final(SearchSpace space, ImageNetworkOptions options, ImageShape shape)
    {
        foreach (var published in PublishedArchitectures.Of(space))
        {
            try
            {
                return (ImageParameterCounts.Of(space, published.Tokens, options, shape), published.Name);
            }
            catch (ArchitectureFormatException)
            {
                // Of another size than this job's space.
            }
        }

        return (ImageParameterCounts.Largest(space, options, shape), "largest");
    }

    /// <summary>Two operations a multiply-add; forward once, backward twice. An upper bound: every architecture counted
    /// as the largest.</summary>
    private static double Flops(
        JobOptions job, Schedule schedule, (long OfOne, long OfStep) multiplyAdds, long policy, int decisions, int validImages)
    {
        double perImage = 2.0 * multiplyAdds.OfOne;
        double trained = JobEstimate.TrainingPasses(job, schedule) * job.ImageWeights!.BatchSize * 3 * 2 * multiplyAdds.OfStep;
        double samples = schedule.TotalPolicySteps * (double)job.Strategy.SamplesPerPolicyStep;
        double rewards = JobEstimate.PolicyPasses(job, schedule)
            * job.Reward.Windows * Math.Min(job.Reward.BatchSize, validImages) * 2.0 * multiplyAdds.OfStep;
        double scores = JobEstimate.Scored(job, validImages, 1) * perImage;
        return trained + rewards + scores + (((samples * 4) + schedule.TotalWeightSteps) * 2 * policy * decisions);
    }
}
