using System.Globalization;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Text;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>
/// The fixed network of one architecture with its data: training windows, validation, test, the best weights so far, and weight averaging
/// (NT-ASGD: averaging starts when validation has not beaten the best of all but the last few evaluations; Merity et al. 2018).
/// </summary>
internal sealed class RecurrentFixedNetwork : IFixedNetwork
{
    private const string StreamPrefix = "final/";
    private const string AveragedStepsKey = "final/averaged-steps";
    private const string ValidationsKey = "final/validations";
    private const string AveragePrefix = "average/";
    private const string BestPrefix = "best/";

    private readonly ITensorBackend _backend;
    private readonly JobOptions _job;
    private readonly TokenCorpus _corpus;
    private readonly RecurrentCell _cell;
    private readonly WeightStore _weights;
    private readonly WeightStore _average;
    private readonly WeightStore _best;
    private readonly RnnCellSpace _space;
    private readonly TrainingWindows _windows;
    private readonly float[] _carried;
    private readonly ICheckpointed _data;
    private readonly List<double> _validations = [];
    private long _averagedSteps;

    /// <summary>A fresh network; the caller owns the backend.</summary>
    public RecurrentFixedNetwork(ITensorBackend backend, RnnCellSpace space, JobOptions job, TokenCorpus corpus, Architecture architecture)
    {
        _backend = backend;
        _space = space;
        _job = job;
        _corpus = corpus;
        _cell = space.Cell(architecture);
        _weights = new WeightStore(backend, job.Seed);
        _average = new WeightStore(backend, job.Seed);
        _best = new WeightStore(backend, job.Seed);
        _windows = WindowsOf(job, corpus);
        _data = TextDataSection.Of(corpus.Vocabulary);
        _carried = new float[Network.BatchSize * Network.Hidden];
    }

    /// <inheritdoc />
    public bool HasValidation => true;

    /// <inheritdoc />
    public bool HasTest => true;

    /// <summary>What such a network is trained on, and in which order.</summary>
    public static TrainingWindows WindowsOf(JobOptions job, TokenCorpus corpus) =>
        new(corpus.Train, job.Train.Network, job.Seed, StreamPrefix);

    private RecurrentNetworkOptions Network => _job.Train.Network;

    private bool IsAveraging => _averagedSteps > 0;

    /// <inheritdoc />
    public int EpochOf(long step) => _windows.EpochOf(step);

    /// <inheritdoc />
    public long StepsIn(int epochs) => _windows.StepsIn(epochs);

    /// <inheritdoc />
    public WeightStepResult Train(long step)
    {
        var next = _windows.At(step);
        if (next.StartsEpoch)
        {
            Array.Clear(_carried);
        }

        var rate = LearningRates.At(Network, next.Epoch, step, _job.Train.Steps) * next.LearningRateScale;
        var result = Model(_weights).Train(_cell, next.Window, _carried, rate, step);
        if (IsAveraging)
        {
            _averagedSteps++;
            MoveAverage((float)(1.0 / _averagedSteps));
        }

        return result;
    }

    /// <inheritdoc />
    public WindowLoss Validate() => Score(IsAveraging ? _average : _weights, _corpus.Valid);

    /// <inheritdoc />
    public WindowLoss Test() => Score(_best, _corpus.Test);

    /// <inheritdoc />
    /// <remarks>Decides whether averaging starts.</remarks>
    public void AfterValidation(double? score)
    {
        var perplexity = score ?? double.PositiveInfinity;
        if (_validations.Count == 0 || perplexity < _validations.Min())
        {
            _best.Import(string.Empty, (IsAveraging ? _average : _weights).Export(string.Empty).ToArray());
        }

        var old = _validations.Count - _job.Train.AveragingPatience;
        if (_job.Train.Averaging == WeightAveraging.NonMonotonic && !IsAveraging && old > 0 && perplexity > _validations.Take(old).Min())
        {
            _average.Import(string.Empty, _weights.Export(string.Empty).ToArray());
            _averagedSteps = 1;
        }

        _validations.Add(perplexity);
    }

    /// <inheritdoc />
    public IReadOnlyList<ICheckpointed> Sections =>
    [
        new OwnedSection(
            NetworkSections.RecurrentWeights,
            to => RecurrentState.Save(to, _weights, _carried, Network),
            from => RecurrentState.Load(from, _weights, _carried)),
        new OwnedSection(NetworkSections.Best, to => to.Add(_best.Export(BestPrefix)), from => _best.Import(BestPrefix, from.Tensors)),
        new OwnedSection(NetworkSections.Training, SaveTraining, LoadTraining),
        _data,
    ];

    /// <inheritdoc />
    public void Dispose()
    {
        _weights.Dispose();
        _average.Dispose();
        _best.Dispose();
    }

    private void SaveTraining(CheckpointSection to)
    {
        to.Add(AveragedStepsKey, _averagedSteps.ToString(CultureInfo.InvariantCulture));
        to.Add(ValidationsKey, string.Join(' ', _validations.Select(v => v.ToString("R", CultureInfo.InvariantCulture))));
        to.Add(_average.Export(AveragePrefix));
    }

    private void LoadTraining(CheckpointSection from)
    {
        _averagedSteps = long.Parse(from.Text(AveragedStepsKey), CultureInfo.InvariantCulture);
        _validations.Clear();
        _validations.AddRange(from.Text(ValidationsKey)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(v => double.Parse(v, CultureInfo.InvariantCulture)));
        _average.Import(AveragePrefix, from.Tensors);
    }

    private void MoveAverage(float weight)
    {
        foreach (var key in _weights.Keys)
        {
            var current = _weights.Get(key);
            _backend.Lerp(_average.Get(key), current, weight);
        }
    }

    private WindowLoss Score(WeightStore store, int[] tokens) =>
        WholeSetScore.Of(Model(store), _cell, tokens, _job.Train.EvaluationBatchSize, Network);

    private RecurrentLanguageModel Model(WeightStore store) =>
        new(_backend, store, _space, Network, _corpus.Vocabulary.Count, _job.Seed, StreamPrefix);
}
