using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Text;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>
/// The recurrent supernet: one set of weights, of which each sampled cell uses its own part, and a mixture all
/// (docs/algorithms.md#language-model). The hidden state is carried from window to window of the training stream, across architectures, and
/// starts at zero in each epoch; rewards and scores start from zero and leave it alone.
/// </summary>
internal sealed class RnnSharedWeights : IMixtureWeights, ICheckpointed
{
    private readonly ITensorBackend _backend;
    private readonly RnnCellSpace _space;
    private readonly JobOptions _job;
    private readonly TokenCorpus _corpus;
    private readonly WeightStore _store;
    private readonly RecurrentLanguageModel _model;
    private readonly TrainingWindows _windows;
    private readonly TokenBatches _rewardBatches;
    private readonly float[] _carried;
    private readonly ICheckpointed _data;
    private readonly MixtureGates _gates;

    /// <summary>A supernet with fresh weights; they are created when first used.</summary>
    /// <exception cref="DataException">The data cannot fill the job's batches.</exception>
    public RnnSharedWeights(ITensorBackend backend, RnnCellSpace space, JobOptions job, TokenCorpus corpus)
    {
        RnnCellFit.RequireSearch(job, corpus);
        _space = space;
        _job = job;
        _corpus = corpus;
        _store = new WeightStore(backend, job.Seed);
        _model = new RecurrentLanguageModel(backend, _store, space, job.SharedWeights, corpus.Vocabulary.Count, job.Seed, string.Empty);
        _windows = new TrainingWindows(corpus.Train, job.SharedWeights, job.Seed, string.Empty);
        _rewardBatches = new TokenBatches(
            corpus.Valid, RnnCellFit.RewardBatchSize(job.Reward, corpus.Valid.Length), job.Reward.SequenceLength);
        _gates = new MixtureGates(backend, space.Relaxation);
        _backend = backend;
        _data = TextDataSection.Of(corpus.Vocabulary);
        _carried = new float[job.SharedWeights.BatchSize * job.SharedWeights.Hidden];
    }

    /// <summary>Weight steps in one pass over the training stream.</summary>
    public int StepsPerEpoch => _windows.StepsPerEpoch;

    /// <inheritdoc />
    public WeightStepResult Train(Architecture architecture, long step, long weightStep) =>
        Train(_model.BodyOf(_space.Cell(architecture)), step, weightStep);

    /// <inheritdoc />
    public WeightStepResult TrainMixture(Mixture mixture, long step, long weightStep) => Train(BodyOf(mixture), step, weightStep);

    /// <inheritdoc />
    public MixtureGradient MeasureGradient(Mixture mixture, long step, long? unrolled)
    {
        var body = BodyOf(mixture);
        var validation = RewardWindows(step, 0).ToArray();
        if (unrolled is not { } weightStep)
        {
            return MixtureGradients.Sum(validation.Select(window => _model.ValidationGradient(
                body, window, Share(validation), _gates.GradientIn)));
        }

        var training = _windows.At(weightStep);
        return SecondOrder.Of(_backend, new RecurrentUnrolledStep(
            _model, body, _gates, training.Window, training.StartsEpoch ? new float[_carried.Length] : _carried,
            RateOf(training, weightStep), step, validation, Share(validation)));
    }

    /// <inheritdoc />
    public IReadOnlyList<WindowLoss> Evaluate(Architecture architecture, long step, int ordinal)
    {
        var body = _model.BodyOf(_space.Cell(architecture));
        return [.. RewardWindows(step, ordinal).Select(window =>
            _model.Evaluate(body, window, new float[_rewardBatches.BatchSize * _job.SharedWeights.Hidden]))];
    }

    /// <inheritdoc />
    public WindowLoss ScoreValidation(Architecture architecture) =>
        WholeSetScore.Of(_model, _space.Cell(architecture), _corpus.Valid, _job.Derive.BatchSize, _job.SharedWeights);

    /// <inheritdoc />
    public WindowLoss ScorePart(Architecture architecture, int items) =>
        WholeSetScore.Of(_model, _space.Cell(architecture), _corpus.Valid, _job.Derive.BatchSize, _job.SharedWeights, items);

    /// <inheritdoc />
    public IReadOnlyList<ICheckpointed> Sections => [this, _data];

    /// <inheritdoc />
    public SectionKind Section => NetworkSections.RecurrentWeights;

    /// <inheritdoc />
    public void Save(CheckpointSection to) => RecurrentState.Save(to, _store, _carried, _job.SharedWeights);

    /// <inheritdoc />
    public void Load(CheckpointSection from) => RecurrentState.Load(from, _store, _carried);

    /// <inheritdoc />
    public void Dispose()
    {
        _gates.Dispose();
        _store.Dispose();
    }

    private RecurrentBody BodyOf(Mixture mixture)
    {
        _gates.Set(mixture);
        return _model.BodyOf(_gates, mixture);
    }

    private WeightStepResult Train(RecurrentBody body, long step, long weightStep)
    {
        var next = _windows.At(weightStep);
        if (next.StartsEpoch)
        {
            Array.Clear(_carried);
        }

        return _model.Train(body, next.Window, _carried, RateOf(next, weightStep), step);
    }

    private double RateOf(TrainingWindow window, long weightStep) =>
        LearningRates.At(_job.SharedWeights, window.Epoch, weightStep, _job.SharedWeightsAnnealSteps) * window.LearningRateScale;

    private IEnumerable<TokenBatch> RewardWindows(long step, int ordinal)
    {
        var offsets = new RandomStream(_job.Seed, "reward-windows");
        return Enumerable.Range(0, _job.Reward.Windows).Select(i => TokenBatch.Of(_rewardBatches,
            RandomWindows.Draw(offsets, step, ordinal, i, _rewardBatches.ColumnLength, _job.Reward.SequenceLength)));
    }

    private static float Share(TokenBatch[] windows) => 1f / windows.Sum(window => window.Targets.Count(target => target >= 0));
}
