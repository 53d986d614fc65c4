using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Pipeline.Search;

/// <summary>How a run ended.</summary>
/// <param name="State">The committed state.</param>
/// <param name="IsComplete">False when it was stopped early and can be resumed.</param>
public sealed record SearchOutcome(SearchState State, bool IsComplete);

/// <summary>
/// The schedule of a search: steps, group commits, checkpoints, then the candidates and the choice. What is durable is so by the explicit
/// append; after a failed append the exception leaves and the process ends.
/// </summary>
public sealed class SearchRun(
    JobOptions job,
    Schedule schedule,
    SearchStep step,
    Derivation derivation,
    IPolicy policy,
    ISharedWeights weights,
    IEventLog log,
    ICheckpointStore checkpoints,
    ISearchProgress progress,
    TimeProvider time)
{
    private readonly StepGroup _group = new(log, job.Log, time);
    private SearchState _state = SearchState.Empty;

    /// <summary>Runs a fresh search to its end, or until a stop is asked for, which takes effect at the next step's boundary.</summary>
    /// <param name="started">The first fact.</param>
    /// <param name="stopAfterSteps">Stop when this many steps are done in total, or null.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    public async Task<SearchOutcome> StartAsync(SearchStarted started, long? stopAfterSteps, CancellationToken stop)
    {
        Enqueue([started.ToRow()]);
        await CommitAsync(Phases.Start);
        return await ContinueAsync(stopAfterSteps, stop);
    }

    /// <summary>Goes on from a state whose weights and policy are already in place.</summary>
    public Task<SearchOutcome> ResumeAsync(SearchState state, long? stopAfterSteps, CancellationToken stop)
    {
        _state = state;
        return ContinueAsync(stopAfterSteps, stop);
    }

    private async Task<SearchOutcome> ContinueAsync(long? stopAfterSteps, CancellationToken stop)
    {
        while (_state.StepCount < schedule.TotalSteps)
        {
            if (stop.IsCancellationRequested || _state.StepCount >= stopAfterSteps)
            {
                return await StopAsync();
            }

            await StepAsync();
        }

        return stop.IsCancellationRequested ? await StopAsync() : await FinishAsync(stop);
    }

    private async Task StepAsync()
    {
        var number = _state.StepCount;
        var position = schedule.At(number);
        Enqueue(await step.RunAsync(_state, position, schedule.WeightStepsBefore(number), CancellationToken.None));
        var checkpointIsDue = job.Checkpoint.EverySteps == 0 ? schedule.EndsRound(number) : (number + 1) % job.Checkpoint.EverySteps == 0;
        if (checkpointIsDue)
        {
            await CommitAsync(position.Phase);
            await PublishCheckpointAsync();
        }
        else if (_group.IsDue)
        {
            await CommitAsync(position.Phase);
        }
    }

    private async Task<SearchOutcome> StopAsync()
    {
        await CommitAsync(Phases.Host);
        if (_state.Checkpoints.Count == 0 || _state.Checkpoints[^1].Position.Step < _state.StepCount)
        {
            await PublishCheckpointAsync();
        }

        return new SearchOutcome(_state, IsComplete: false);
    }

    private async Task<SearchOutcome> FinishAsync(CancellationToken stop)
    {
        var position = new StepPosition(_state.StepCount, Phases.Derive, job.Budget.Rounds);
        await foreach (var row in derivation.ScoreAsync(_state, position, stop))
        {
            Enqueue([row]);
            if (_group.IsDue)
            {
                await CommitAsync(Phases.Derive);
            }
        }

        if (stop.IsCancellationRequested)
        {
            return await StopAsync();
        }

        Enqueue([derivation.Choose(_state, position with { Phase = Phases.End }).ToRow()]);
        await CommitAsync(Phases.End);
        return new SearchOutcome(_state, IsComplete: true);
    }

    private void Enqueue(IReadOnlyList<LogRow> rows)
    {
        _group.Add(rows);
        foreach (var row in rows)
        {
            _state = _state.Apply(row);
        }
    }

    private async Task CommitAsync(string phase)
    {
        await _group.CommitAsync(CancellationToken.None);
        progress.Committed(_state, schedule.TotalSteps, phase);
    }

    private async Task PublishCheckpointAsync()
    {
        var texts = new List<KeyValuePair<string, string>>();
        var tensors = new List<CheckpointTensor>();
        policy.Export(texts, tensors);
        weights.Export(texts, tensors);
        tensors.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        texts.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        var reference = await checkpoints.PublishAsync(new Checkpoint(_state.StepCount, texts, tensors), CancellationToken.None);
        var position = schedule.At(Math.Max(0, _state.StepCount - 1)) with { Step = _state.StepCount };
        Enqueue([new CheckpointSaved(position, reference).ToRow()]);
        await CommitAsync(Phases.Host);
        await ReleaseOldCheckpointsAsync();
    }

    private async Task ReleaseOldCheckpointsAsync()
    {
        var keep = _state.Checkpoints.TakeLast(job.Checkpoint.Keep).Select(saved => saved.Reference.Name).ToArray();
        if (_state.Checkpoints.Count > job.Checkpoint.Keep)
        {
            var name = _state.Checkpoints[^(job.Checkpoint.Keep + 1)].Reference.Name;
            if (!keep.Contains(name))
            {
                await checkpoints.ReleaseAsync(name, CancellationToken.None);
            }
        }
    }
}
