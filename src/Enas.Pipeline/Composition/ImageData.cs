using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Networks.ZeroCost;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces.Images;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Composition;

/// <summary>Images, for macro and micro networks.</summary>
internal sealed class ImageData(ImageCorpus corpus) : JobData
{
    /// <summary>The images.</summary>
    public ImageCorpus Corpus { get; } = corpus;

    public override ImageCorpus Images => Corpus;

    /// <summary>The images that a job names; the decoder of image files is made only when there are any.</summary>
    /// <exception cref="Tasks.Folders.DataException">They are missing or cannot be used.</exception>
    public static ImageCorpus Load(JobOptions job, Func<IImageDecoder> decoder, CancellationToken stop) =>
        job.Data.IsGenerated
        ? GeneratedImages.Load(job.DataSeed, job.Data.Images!, stop)
        : ImageFolder.Load(job.Data.Path, job.Data.Images!, job.DataSeed, decoder);

    public override string Digest => Corpus.Digest;

    public override (int Valid, int Test) ScoredItems => (Corpus.Valid.Count, Corpus.Test.Count);

    public override void RequireSearch(JobOptions job) => ImageJobFit.RequireSearch(job, Corpus);

    public override void RequireTraining(JobOptions job) => ImageJobFit.RequireTraining(job, Corpus);

    public override void RequireChildren(JobOptions job)
    {
        ImageJobFit.RequireTraining(job, Corpus);
        ImageFit.RequireValidation(Corpus);
    }

    public override int ValidItems(JobOptions job) => Corpus.Valid.Count;

    public override IReadOnlyList<string> Clipped(JobOptions job) =>
        [.. !SpaceCatalog.SharesWeights(job) ? [] : ImageJobFit.Clipped(job, Corpus), .. JobFit.Clipped(job, Corpus.Valid.Count)];

    public override (ISharedWeights? Weights, int? StepsPerEpoch) SharedWeights(ITensorBackend backend, SearchSpace space, JobOptions job)
    {
        ImageJobFit.RequireSearch(job, Corpus);
        var batches = new ImageBatches(Corpus, ImageJobFit.Augmentation(job), job.Seed);
        var measurement = new ImageMeasurement(job.Reward.BatchSize, job.Reward.Windows, job.Reward.CommonWindows, job.Derive.BatchSize)
        {
            ScoreBatchNorm = job.Derive.BatchNorm == DeriveOptions.AsRewards ? null : job.Derive.BatchNorm,
            HasEvenBatches = job.Derive.EvenBatches,
        };
        var weights = new ImageSharedWeights(backend, space, job.ImageWeights!, batches, measurement, job.Seed,
            job.SharedWeightsAnnealSteps);
        return (weights, weights.StepsPerEpoch);
    }

    public override IFixedNetwork FixedNetwork(ITensorBackend backend, SearchSpace space, JobOptions job, Architecture architecture)
    {
        var options = new ImageFinalOptions(job.Train.ImageNetwork!, job.Train.Epochs, job.Train.EvaluationBatchSize)
        {
            Steps = job.Train.Steps,
            AveragingDecay = job.Train.Averaging == WeightAveraging.Exponential ? job.Train.AveragingDecay : 0,
        };
        var batches = new ImageBatches(Corpus, ImageJobFit.Augmentation(job), job.Seed, ImageFixedNetwork.StreamPrefix);
        return new ImageFixedNetwork(backend, space, architecture, options, batches, job.Seed);
    }

    public override long StepsOfEpoch(JobOptions job)
    {
        ImageJobFit.RequireTraining(job, Corpus);
        return new ImageBatches(Corpus, ImageJobFit.Augmentation(job), job.Seed, ImageFixedNetwork.StreamPrefix)
            .TrainingCount(job.Train.ImageNetwork!.BatchSize);
    }

    public override IProxyMeter Proxies(ITensorBackend backend, SearchSpace space, JobOptions job) => new ImageProxies(
        backend, space, job.Train.ImageNetwork!,
        new ImageBatches(Corpus, ImageJobFit.Augmentation(job), job.Seed, ImageProxies.StreamPrefix), job.Proxies.BatchSize, job.Seed);

    protected override ICostModel? ScoreCosts(JobOptions job) => job.Derive.BatchNorm == DeriveOptions.AsRewards ? null
        : new ImageCosts(SpaceCatalog.Create(job), job.ImageWeights! with { BatchNorm = job.Derive.BatchNorm }, ImageShape.Of(Corpus));

    public override ICostModel? Costs(JobOptions job, bool isFinal) =>
        new ImageCosts(SpaceCatalog.Create(job), isFinal ? job.Train.ImageNetwork! : job.ImageWeights!, ImageShape.Of(Corpus));

    public override long FinalParameters(JobOptions job, string tokens) =>
        ImageParameterCounts.Of(SpaceCatalog.Create(job), tokens, job.Train.ImageNetwork!, ImageShape.Of(Corpus)).Parameters;

    public override JobEstimate Estimate(JobOptions job) => ImageEstimate.Of(job, Corpus, Clipped(job));

    public override string? Refusal(JobData other) =>
        other.Images is { } images && ImageShape.Of(images) == ImageShape.Of(Corpus)
        ? null
        : $"keeps the shape of its images and its {Corpus.ClassCount} classes: the data of the branch have other ones";
}
