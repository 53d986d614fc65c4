using System.Globalization;
using Enas.Pipeline.Data;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.Pipeline.Steps.Evaluate;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Steps.Train;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks;

/// <summary>
/// Trains one architecture from scratch. It writes a log of its own with the search's events: a weight step is shared-weights-trained, the
/// validation perplexity after each epoch is candidate-scored, and the test set is measured once, at the end, on the weights with the best
/// validation perplexity. Nothing is ever selected on the test set.
/// </summary>
public sealed class FinalTraining : IDisposable
{
    private const string ValidationSource = "validation";
    private const string TestSource = "test";

    private readonly FinalNetwork _network;
    private readonly JobOptions _job;
    private readonly Architecture _architecture;
    private readonly IEventLog _log;
    private readonly ICheckpointStore _checkpoints;
    private readonly ISearchProgress _progress;
    private readonly TimeProvider _time;
    private readonly StepGroup _group;
    private SearchState _state = SearchState.Empty;

    /// <summary>Prepares the training of one architecture; the caller owns log, store and backend.</summary>
    public FinalTraining(
        ITensorBackend backend,
        RnnCellSpace space,
        JobOptions job,
        TokenCorpus corpus,
        Architecture architecture,
        IEventLog log,
        ICheckpointStore checkpoints,
        ISearchProgress progress,
        TimeProvider time)
    {
        _network = new FinalNetwork(backend, space, job, corpus, architecture);
        _job = job;
        _architecture = architecture;
        _log = log;
        _checkpoints = checkpoints;
        _progress = progress;
        _time = time;
        _group = new StepGroup(log, job.Log, time);
    }

    /// <summary>Weight steps of the whole training.</summary>
    public long TotalSteps => (long)_job.Train.Epochs * _network.StepsPerEpoch;

    /// <summary>Trains to the end, or until a stop is asked for, which takes effect at the next step's boundary.</summary>
    public async Task<SearchOutcome> StartAsync(SearchStarted started, long? stopAfterSteps, CancellationToken stop)
    {
        Enqueue(started.ToRow());
        await CommitAsync(Phases.Start);
        while (_state.StepCount < TotalSteps)
        {
            if (stop.IsCancellationRequested || _state.StepCount >= stopAfterSteps)
            {
                await PublishCheckpointAsync();
                return new SearchOutcome(_state, IsComplete: false);
            }

            await StepAsync();
        }

        return await FinishAsync();
    }

    /// <inheritdoc />
    public void Dispose() => _network.Dispose();

    private async Task StepAsync()
    {
        var step = _state.StepCount;
        var epoch = _network.EpochOf(step);
        var position = new StepPosition(step, Phases.Weights, epoch);
        Enqueue(Measured(() => TrainOnce(position)));
        if (_network.EndsEpoch(step))
        {
            Enqueue(Measured(() => Scored(position with { Step = step + 1 }, ValidationSource, epoch, _network.Validate())));
            _network.AfterValidation(_state.Candidates[^1].Perplexity);
            await CommitAsync(Phases.Weights);
            await PublishCheckpointAsync();
        }
        else if (_group.IsDue)
        {
            await CommitAsync(Phases.Weights);
        }
    }

    private async Task<SearchOutcome> FinishAsync()
    {
        var position = new StepPosition(_state.StepCount, Phases.End, _job.Train.Epochs);
        Enqueue(Measured(() => Scored(position, TestSource, 0, _network.Test())));
        var best = _state.Candidates.Where(c => c.Source == ValidationSource).MinBy(c => c.Perplexity)!;
        Enqueue(new SearchCompleted(position, "lowest-validation-perplexity", _architecture.Tokens, best.Perplexity, null, null, _state.Candidates[^1].Perplexity).ToRow());
        await CommitAsync(Phases.End);
        return new SearchOutcome(_state, IsComplete: true);
    }

    private LogRow TrainOnce(StepPosition position)
    {
        try
        {
            var result = _network.Train(position.Step);
            return new SharedWeightsTrained(position, result.Loss, result.GradNorm, result.LearningRate, result.TokenCount).ToRow();
        }
        catch (NonFiniteStepException e)
        {
            return new StepFailed(position, e.Reason).ToRow();
        }
    }

    private LogRow Scored(StepPosition position, string source, int ordinal, WindowLoss loss) =>
        new CandidateScored(position, source, ordinal, _architecture.Tokens, Finite(Perplexity.Of(loss.LossSum, loss.TokenCount)), Finite(loss.LossSum), loss.TokenCount).ToRow();

    private static double Finite(double value) => double.IsFinite(value) ? value : double.MaxValue;

    private LogRow Measured(Func<LogRow> work)
    {
        var start = _time.GetTimestamp();
        var row = work();
        var measured = new StepMeasurements { LastDurationMs = _time.GetElapsedTime(start).TotalMilliseconds };
        return row with { DurationMs = measured.RoundedDurationMs, Observations = measured.ToObservations() };
    }

    private void Enqueue(LogRow row)
    {
        _group.Add([row]);
        _state = _state.Apply(row);
    }

    private async Task CommitAsync(string phase)
    {
        await _group.CommitAsync(CancellationToken.None);
        _progress.Committed(_state, TotalSteps, phase);
    }

    private async Task PublishCheckpointAsync()
    {
        await CommitAsync(Phases.Host);
        var tensors = new List<CheckpointTensor>();
        var texts = new List<KeyValuePair<string, string>>();
        _network.Export(texts, tensors);
        texts.Add(new("final/step", _state.StepCount.ToString(CultureInfo.InvariantCulture)));
        tensors.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        texts.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        var reference = await _checkpoints.PublishAsync(new Checkpoint(_state.StepCount, texts, tensors), CancellationToken.None);
        Enqueue(new CheckpointSaved(new StepPosition(_state.StepCount, Phases.Weights, _network.EpochOf(Math.Max(0, _state.StepCount - 1))), reference).ToRow());
        await CommitAsync(Phases.Host);
        if (_state.Checkpoints.Count > _job.Checkpoint.Keep)
        {
            await _checkpoints.ReleaseAsync(_state.Checkpoints[^(_job.Checkpoint.Keep + 1)].Reference.Name, CancellationToken.None);
        }
    }
}
