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
/// The recurrent supernet in path mode: one set of weights, of which each sampled cell uses its own part
/// (docs/algorithms.md#language-model). The hidden state is carried from window to window of the training stream, across architectures, and
/// starts at zero in each epoch; rewards and scores start from zero and leave it alone.
/// </summary>
public sealed class RnnSharedWeights : ISharedWeights, ICheckpointed
{
    private readonly RnnCellSpace _space;
    private readonly JobOptions _job;
    private readonly TokenCorpus _corpus;
    private readonly WeightStore _store;
    private readonly RecurrentLanguageModel _model;
    private readonly TrainingWindows _windows;
    private readonly TokenBatches _rewardBatches;
    private readonly float[] _carried;
    private readonly ICheckpointed _data;

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
        _data = TextDataSection.Of(corpus.Vocabulary);
        _carried = new float[job.SharedWeights.BatchSize * job.SharedWeights.Hidden];
    }

    /// <summary>Weight steps in one pass over the training stream.</summary>
    public int StepsPerEpoch => _windows.StepsPerEpoch;

    /// <inheritdoc />
    public WeightStepResult Train(Architecture architecture, long step, long weightStep)
    {
        var next = _windows.At(weightStep);
        if (next.StartsEpoch)
        {
            Array.Clear(_carried);
        }

        var rate = LearningRates.At(_job.SharedWeights, next.Epoch, weightStep, _job.SharedWeightsAnnealSteps) * next.LearningRateScale;
        return _model.Train(_space.Cell(architecture), next.Window, _carried, rate, step);
    }

    /// <inheritdoc />
    public IReadOnlyList<WindowLoss> Evaluate(Architecture architecture, long step, int ordinal)
    {
        var cell = _space.Cell(architecture);
        var offsets = new RandomStream(_job.Seed, "reward-windows");
        var losses = new WindowLoss[_job.Reward.Windows];
        for (var i = 0; i < losses.Length; i++)
        {
            var window = RandomWindows.Draw(offsets, step, ordinal, i, _rewardBatches.ColumnLength, _job.Reward.SequenceLength);
            losses[i] = _model.Evaluate(
                cell, TokenBatch.Of(_rewardBatches, window), new float[_rewardBatches.BatchSize * _job.SharedWeights.Hidden]);
        }

        return losses;
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
    public void Dispose() => _store.Dispose();
}
