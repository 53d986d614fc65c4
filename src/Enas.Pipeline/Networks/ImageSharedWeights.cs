using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks;

/// <summary>What rewards and scores are measured on.</summary>
/// <param name="RewardBatchSize">Validation images of a reward batch.</param>
/// <param name="RewardBatches">Batches of a reward.</param>
/// <param name="CommonRewardImages">All samples of one policy step see the same images (common random numbers).</param>
/// <param name="ScoreBatchSize">Batch size over the whole validation set. With batch statistics it is part of the measure.</param>
internal sealed record ImageMeasurement(int RewardBatchSize, int RewardBatches, bool CommonRewardImages, int ScoreBatchSize)
{
    /// <summary>Statistics that batch norm uses when a candidate is scored; null for those of rewards.</summary>
    public string? ScoreBatchNorm { get; init; }

    /// <summary>Whether the batches of the whole validation set differ in size by one at most.</summary>
    public bool HasEvenBatches { get; init; }
}

/// <summary>
/// A convolutional supernet: one set of weights, of which each sampled architecture computes, trains and creates its own part, and a
/// mixture all.
/// In the micro space a branch has weights of its own for each entry that it can read.
/// Dropout, drop path and the auxiliary head are off in rewards and scores; batch norm follows the options' policy.
/// </summary>
internal sealed class ImageSharedWeights : IMixtureWeights, ICheckpointed
{
    private readonly ImageNetworkFamily _family;
    private readonly ImageNetworkOptions _options;
    private readonly ImageBatches _batches;
    private readonly ImageMeasurement _measurement;
    private readonly TrainingBatches _training;
    private readonly ImageModel _model;
    private readonly ICheckpointed _data;
    private readonly int _annealSteps;
    private readonly ITensorBackend _backend;
    private readonly MixtureGates _gates;

    /// <summary>A supernet with fresh weights; they are created when first used.</summary>
    /// <exception cref="DataException">The data cannot fill the job's batches.</exception>
    public ImageSharedWeights(ITensorBackend backend,
        SearchSpace space, ImageNetworkOptions options, ImageBatches batches, ImageMeasurement measurement, ulong seed,
        int annealSteps = 0)
    {
        (_annealSteps, _backend) = (annealSteps, backend);
        ImageFit.RequireTraining("sharedWeights", options.BatchSize, batches.Corpus, batches.Augmentation);
        ImageFit.RequireValidation(batches.Corpus);
        _family = ImageNetworkFamily.Of(space);
        _data = ImageDataSection.Of(batches.Corpus);
        _training = new TrainingBatches(batches, options.BatchSize);
        (_options, _batches, _measurement) = (options, batches, measurement);
        _model = new ImageModel(backend, options, ImageShape.Of(batches.Corpus), seed, string.Empty);
        _gates = new MixtureGates(backend, space.Relaxation);
    }

    /// <summary>Weight steps in one pass over the training set.</summary>
    public int StepsPerEpoch => _training.StepsPerEpoch;

    /// <inheritdoc />
    public WeightStepResult Train(Architecture architecture, long step, long weightStep) =>
        _model.Train(GraphOf(architecture), _training.Take(weightStep), RateOf(weightStep), step);

    /// <inheritdoc />
    public WeightStepResult TrainMixture(Mixture mixture, long step, long weightStep) =>
        _model.Train(GraphOf(mixture), _training.Take(weightStep), RateOf(weightStep), step);

    /// <inheritdoc />
    public MixtureGradient MeasureGradient(Mixture mixture, long step, long? unrolled)
    {
        var graph = GraphOf(mixture);
        var validation = RewardBatches(step, 0).ToArray();
        var share = 1f / validation.Sum(batch => batch.Count);
        if (unrolled is not { } weightStep)
        {
            return MixtureGradients.Sum(validation.Select(batch => _model.ValidationGradient(graph, batch, share, _gates.GradientIn)));
        }

        var (epoch, index) = Math.DivRem(weightStep, StepsPerEpoch);
        var training = _batches.Training(_options.BatchSize, (int)epoch, (int)index);
        var ahead = new ImageUnrolledStep(_model, graph, _gates, training, RateOf(weightStep), _options.Momentum, step, validation, share);
        return ahead.Restoring(_backend, () => SecondOrder.Of(_backend, ahead));
    }

    /// <inheritdoc />
    public IReadOnlyList<WindowLoss> Evaluate(Architecture architecture, long step, int ordinal) =>
        _model.EvaluateAll(GraphOf(architecture), RewardBatches(step, ordinal), Calibration());

    /// <inheritdoc />
    public WindowLoss ScoreValidation(Architecture architecture) =>
        WholeImageScore.Of(_model, GraphOf(architecture), _batches, _batches.Corpus.Valid, _measurement.ScoreBatchSize, Calibration(),
            _measurement.ScoreBatchNorm, _measurement.HasEvenBatches);

    /// <inheritdoc />
    public WindowLoss ScorePart(Architecture architecture, int items) =>
        WholeImageScore.OfPart(_model, GraphOf(architecture), _batches, _measurement.ScoreBatchSize, items, Calibration(),
            _measurement.ScoreBatchNorm);

    /// <inheritdoc />
    public IReadOnlyList<ICheckpointed> Sections => [this, _data];

    /// <inheritdoc />
    public SectionKind Section => NetworkSections.ImageWeights;

    /// <inheritdoc />
    public void Save(CheckpointSection to) => to.Add(_model.Export());

    /// <inheritdoc />
    public void Load(CheckpointSection from) => _model.Import(from.Tensors);

    /// <inheritdoc />
    public void Dispose()
    {
        _training.Dispose();
        _gates.Dispose();
        _model.Dispose();
    }

    private double RateOf(long weightStep) =>
        ImageLearningRates.At(_options, (int)(weightStep / StepsPerEpoch), weightStep, _annealSteps);

    private IEnumerable<ImageBatch> RewardBatches(long step, int ordinal)
    {
        var sample = _measurement.CommonRewardImages ? 0 : ordinal;
        return Enumerable.Range(0, _measurement.RewardBatches).Select(i =>
            _batches.Reward(_measurement.RewardBatchSize, step, (sample * _measurement.RewardBatches) + i));
    }

    private Func<IStepScope, ImageGraph> GraphOf(Mixture mixture)
    {
        _gates.Set(mixture);
        return scope => _family.MixtureOf(_gates.In(scope, mixture), _options, _batches.Corpus.ClassCount)
            ?? throw new NotSupportedException("the networks of this space have no mixture");
    }

    private ImageGraph GraphOf(Architecture architecture) => _family.GraphOf(architecture, _options, _batches.Corpus.ClassCount);

    private IEnumerable<ImageBatch> Calibration() => WholeImageScore.Calibration(_batches, _options);
}
