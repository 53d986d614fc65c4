using Enas.Pipeline.Events;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Pipeline.Search;

/// <summary>How a run ended.</summary>
/// <param name="State">The committed state.</param>
/// <param name="IsComplete">False when it was stopped early and can be resumed.</param>
internal sealed record SearchOutcome(SearchState State, bool IsComplete);

/// <summary>
/// Drives the work of a search or of a final training: steps, group commits, checkpoints, the ending. What is durable is so by the explicit
/// append; after a failed append the exception leaves and the process ends.
/// </summary>
internal sealed class SearchRun(
    ISearchWork work, LogOptions logOptions,
        CheckpointOptions checkpointOptions, IEventLog log, ICheckpointStore checkpoints, ISearchProgress progress, TimeProvider time)
{
    private readonly StepGroup _group = new(log, logOptions, time);
    private SearchState _state = SearchState.Empty;
    private bool _hasSweptCheckpoints;

    /// <summary>Runs a fresh search to its end, or until a stop is asked for, which takes effect at the next step's boundary.</summary>
    /// <param name="started">The first fact.</param>
    /// <param name="changes">Options that changed since the job was published, as <c>key=value</c>; recorded beside it.</param>
    /// <param name="stopAfterSteps">Stop when this many steps are done in total, or null.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    public async Task<SearchOutcome> StartAsync(
        SearchStarted started, IReadOnlyList<string> changes, long? stopAfterSteps, CancellationToken stop)
    {
        Enqueue([started.ToRow()]);
        EnqueueChanges(changes);
        await CommitAsync(Phases.Start);
        return await ContinueAsync(stopAfterSteps, stop);
    }

    /// <summary>Starts a branch: the work holds the weights of the branching step already, and they are published as
    /// its first checkpoint.</summary>
    /// <param name="startedWith">The first fact, given the digest of that checkpoint's state, as the first format of checkpoints
    /// has it.</param>
    /// <param name="step">The branching step.</param>
    /// <param name="stopAfterSteps">Stop when this many steps are done in total, or null.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    public async Task<SearchOutcome> StartForkAsync(
        Func<string, SearchStarted> startedWith, long step, long? stopAfterSteps, CancellationToken stop)
    {
        var checkpoint = SearchCheckpoint.Of(work, step);
        var reference = await checkpoints.PublishAsync(checkpoint, CancellationToken.None);
        var started = startedWith(checkpoints.DigestInFirstFormat(checkpoint));
        Enqueue([started.ToRow(), new CheckpointSaved(PositionAfter(step), reference).ToRow()]);
        await CommitAsync(Phases.Start);
        return await ContinueAsync(stopAfterSteps, stop);
    }

    /// <summary>Goes on from a state that is in the log and whose weights and policy are in the work already.</summary>
    /// <param name="changes">Options that changed since, as <c>key=value</c>; recorded first.</param>
    /// <param name="stopAfterSteps">Stop when this many steps are done in total, or null.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    /// <param name="recovered">With what the state was made again, when that may differ from what was recorded; what differs
    /// is recorded too.</param>
    public async Task<SearchOutcome> ResumeAsync(
        SearchState state, IReadOnlyList<string> changes, long? stopAfterSteps, CancellationToken stop, ReplayTolerance? recovered = null)
    {
        _state = state;
        EnqueueChanges(changes);
        if (ResumeDiverged.Of(PositionAfter(state.StepCount) with { Phase = Phases.Host }, recovered) is { } diverged)
        {
            Enqueue([diverged.ToRow()]);
        }

        await CommitAsync(Phases.Host);
        return await ContinueAsync(stopAfterSteps, stop);
    }

    private async Task<SearchOutcome> ContinueAsync(long? stopAfterSteps, CancellationToken stop)
    {
        while (!work.IsDone(_state))
        {
            if (stop.IsCancellationRequested || _state.StepCount >= stopAfterSteps || !await TryStepAsync())
            {
                return await StopAsync();
            }
        }

        return stop.IsCancellationRequested ? await StopAsync() : await FinishAsync(stop);
    }

    private void EnqueueChanges(IReadOnlyList<string> changes)
    {
        if (changes.Count > 0)
        {
            Enqueue([new JobChanged(PositionAfter(_state.StepCount), changes).ToRow()]);
        }
    }

    /// <summary>Makes the next step; false where it was stopped half-way: then nothing of it is kept.</summary>
    private async Task<bool> TryStepAsync()
    {
        try
        {
            await StepAsync();
            return true;
        }
        catch (StepStoppedException)
        {
            return false;
        }
    }

    private async Task StepAsync()
    {
        var number = _state.StepCount;
        var position = work.At(number);
        Enqueue(await work.StepAsync(_state, CancellationToken.None));
        var checkpointIsDue = checkpointOptions.EverySteps == 0 ? work.EndsRound(number) : (number + 1) % checkpointOptions.EverySteps == 0;
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
        await PublishMissingCheckpointAsync();
        return new SearchOutcome(_state, IsComplete: false);
    }

    private async Task PublishMissingCheckpointAsync()
    {
        if (_state.Checkpoints.IsEmpty || _state.Checkpoints[^1].Position.Step < _state.StepCount)
        {
            await PublishCheckpointAsync();
        }
    }

    private async Task<SearchOutcome> FinishAsync(CancellationToken stop)
    {
        // Scoring creates weights that no step has used yet. The checkpoint of the last step must not depend on how far it went.
        await CommitAsync(Phases.Derive);
        await PublishMissingCheckpointAsync();
        try
        {
            await EndAsync(stop);
        }
        catch (StepStoppedException)
        {
            return await StopAsync();
        }

        if (_state.Completed is null)
        {
            return await StopAsync();
        }

        await CommitAsync(Phases.End);
        return new SearchOutcome(_state, IsComplete: true);
    }

    private async Task EndAsync(CancellationToken stop)
    {
        await foreach (var row in work.FinishAsync(() => _state, stop))
        {
            Enqueue([row]);

            // Each of the finals takes long, and so does what comes after they were opened.
            if (_group.IsDue || row.Phase == Phases.Finals)
            {
                await CommitAsync(row.Phase == Phases.Finals ? Phases.Finals : Phases.Derive);
            }
        }
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
        var rows = await _group.CommitAsync(CancellationToken.None);
        progress.Committed(new CommittedProgress(_state, rows, work.PlannedSteps(_state), PositionAfter(_state.StepCount).Round, phase));
    }

    private async Task PublishCheckpointAsync()
    {
        var reference = await checkpoints.PublishAsync(SearchCheckpoint.Of(work, _state.StepCount), CancellationToken.None);
        Enqueue([new CheckpointSaved(PositionAfter(_state.StepCount), reference).ToRow()]);
        await CommitAsync(Phases.Host);
        await ReleaseOldCheckpointsAsync();
    }

    private StepPosition PositionAfter(long stepCount) => work.At(Math.Max(0, stepCount - 1)) with { Step = stepCount };

    // A process that died between its commit and this left older files behind: the first time all of them are looked at.
    // A branch keeps the checkpoint that it began with: nothing in its own log could make that again.
    private async Task ReleaseOldCheckpointsAsync()
    {
        var first = _state.Started?.Fork is null ? 0 : 1;
        var end = _state.Checkpoints.Count - checkpointOptions.Keep;
        var kept = _state.Checkpoints.Skip(Math.Max(0, end)).Select(saved => saved.Reference.Name).ToArray();
        for (var i = _hasSweptCheckpoints ? Math.Max(first, end - 1) : first; i < end; i++)
        {
            var name = _state.Checkpoints[i].Reference.Name;
            if (!kept.Contains(name))
            {
                await checkpoints.ReleaseAsync(name, CancellationToken.None);
            }
        }

        _hasSweptCheckpoints = true;
    }
}
