using System.Globalization;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks;

/// <summary>The fixed network of one architecture with its data and the weights of its best validation.</summary>
internal sealed class ImageFixedNetwork : IFixedNetwork
{
    /// <summary>What precedes the names of its streams of order, augmentation and dropout.</summary>
    public const string StreamPrefix = "final/";

    private const string BestPrefix = "best/";
    private const string BestAccuracyKey = "final/best-accuracy";

    private readonly ImageNetworkFamily _family;
    private readonly Architecture _architecture;
    private readonly ImageFinalOptions _options;
    private readonly ImageBatches _batches;
    private readonly TrainingBatches _training;
    private readonly ImageModel _model;
    private readonly ImageModel _best;
    private readonly ExponentialAverage? _average;
    private readonly ICheckpointed _data;
    private double _bestAccuracy = -1;

    /// <summary>A fresh network of an architecture of convolutional networks; the caller owns the backend.</summary>
    /// <exception cref="DataException">The training set is smaller than one batch.</exception>
    public ImageFixedNetwork(ITensorBackend backend,
        SearchSpace space, Architecture architecture, ImageFinalOptions options, ImageBatches batches, ulong seed)
    {
        ImageFit.RequireTraining("train.network", options.Network.BatchSize, batches.Corpus, batches.Augmentation);
        _training = new TrainingBatches(batches, options.Network.BatchSize);
        (_family, _architecture, _options, _batches) = (ImageNetworkFamily.Of(space), architecture, options, batches);
        _data = ImageDataSection.Of(batches.Corpus);
        var shape = ImageShape.Of(batches.Corpus);
        _model = new ImageModel(backend, options.Network, shape, seed, StreamPrefix);
        _best = new ImageModel(backend, options.Network, shape, seed, StreamPrefix);
        _average = options.AveragingDecay > 0
            ? new ExponentialAverage(new ImageModel(backend, options.Network, shape, seed, StreamPrefix), options.AveragingDecay)
            : null;
    }

    private int StepsPerEpoch => _training.StepsPerEpoch;

    // What is measured and kept.
    private ImageModel Result => _average?.Model ?? _model;

    /// <inheritdoc />
    public bool HasValidation => _batches.Corpus.Valid.Count > 0;

    /// <inheritdoc />
    public bool HasTest => _batches.Corpus.Test.Count > 0;

    /// <inheritdoc />
    public int EpochOf(long step) => (int)(step / StepsPerEpoch);

    /// <inheritdoc />
    public long StepsIn(int epochs) => (long)epochs * StepsPerEpoch;

    /// <inheritdoc />
    public WeightStepResult Train(long step)
    {
        var progress = (step + 1.0) / (_options.Steps > 0 ? _options.Steps : StepsIn(_options.Epochs));
        var rate = ImageLearningRates.At(_options.Network, EpochOf(step), step, _options.Steps);
        var result = _model.Train(Graph(progress), _training.Take(step), rate, step);
        _average?.Observe(_model);
        return result;
    }

    /// <inheritdoc />
    public WindowLoss Validate() => Score(Result, _batches.Corpus.Valid);

    /// <inheritdoc />
    /// <remarks>Without a validation set on the last weights.</remarks>
    public WindowLoss Test() => Score(HasValidation ? _best : Result, _batches.Corpus.Test);

    /// <inheritdoc />
    /// <remarks>Of equals the first is the best.</remarks>
    public void AfterValidation(double? score)
    {
        var accuracy = score ?? 0;
        if (accuracy > _bestAccuracy)
        {
            _bestAccuracy = accuracy;
            _best.ImportNetwork(string.Empty, [.. Result.ExportNetwork(string.Empty)]);
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<ICheckpointed> Sections =>
    [
        new OwnedSection(NetworkSections.ImageWeights, to => to.Add(_model.Export()), from => _model.Import(from.Tensors)),
        new OwnedSection(
            NetworkSections.Best, to => to.Add(_best.ExportNetwork(BestPrefix)), from => _best.ImportNetwork(BestPrefix, from.Tensors)),
        new OwnedSection(NetworkSections.Training, SaveTraining, LoadTraining),
        _data,
    ];

    /// <inheritdoc />
    public void Dispose()
    {
        _training.Dispose();
        _model.Dispose();
        _best.Dispose();
        _average?.Model.Dispose();
    }

    private void SaveTraining(CheckpointSection to)
    {
        to.Add(BestAccuracyKey, _bestAccuracy.ToString("R", CultureInfo.InvariantCulture));
        _average?.Save(to);
    }

    private void LoadTraining(CheckpointSection from)
    {
        _bestAccuracy = double.Parse(from.Text(BestAccuracyKey), CultureInfo.InvariantCulture);
        _average?.Load(from);
    }

    private WindowLoss Score(ImageModel model, ImageSet set) =>
        WholeImageScore.Of(model, Graph(1),
            _batches, set, _options.EvaluationBatchSize, WholeImageScore.Calibration(_batches, _options.Network));

    private ImageGraph Graph(double progress) => _family.GraphOf(_architecture, _options.Network, _batches.Corpus.ClassCount, progress);
}
