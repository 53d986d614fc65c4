using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Checkpoint;

namespace Enas.Pipeline.Replay;

/// <summary>What a replay showed.</summary>
/// <param name="State">The state at its end.</param>
/// <param name="FactCount">Facts that were made again or answered, each equal to the recorded one.</param>
/// <param name="StepCount">Steps made again.</param>
/// <param name="CheckpointCount">Published checkpoints whose weights were compared, bit by bit.</param>
/// <param name="EmptyCheckpointCount">Published checkpoints of a search that has neither weights nor a policy: there is nothing in them
/// to compare.</param>
internal sealed record ReplayOutcome(SearchState State, long FactCount, long StepCount, int CheckpointCount, int EmptyCheckpointCount)
{
    /// <summary>The step of the last published checkpoint that was compared; null where none was.</summary>
    public long? ComparedAtStep { get; init; }
}

/// <summary>
/// Makes recorded steps again without logging and holds every fact against the log. The work must be in the state where the facts begin.
/// Resuming is this to the end of the log; replaying is nothing but this.
/// </summary>
/// <param name="work">Search or training; its mediator may compare or answer by itself, what it leaves is compared here.</param>
/// <param name="recorded">The facts from the first step to make again.</param>
/// <param name="checkpoints">Where published checkpoints are, or null to leave them alone.</param>
/// <param name="isWhole">Whether the work has everything that a checkpoint holds.</param>
internal sealed class Reexecution(ISearchWork work, RecordedFacts recorded, ICheckpointStore? checkpoints, bool isWhole)
{
    private int _checkpointCount;
    private int _emptyCheckpointCount;
    private long? _comparedAtStep;

    /// <summary>Makes the steps up to a step again, and the ending if it is asked for and was recorded.</summary>
    /// <param name="state">The state before the first of them.</param>
    /// <param name="toStep">Number of steps that the state has at the end.</param>
    /// <param name="withEnding">Whether the recorded part of what comes after the last step is made again too.</param>
    /// <param name="stepDone">Hears of each step.</param>
    /// <param name="stop">Ends it early, between steps.</param>
    /// <exception cref="ReplayDivergedException">The first difference.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<ReplayOutcome> RunAsync(
        SearchState state, long toStep, bool withEnding, Action<long>? stepDone, CancellationToken stop)
    {
        var from = state.StepCount;

        // The checkpoint that the work came from proves nothing here.
        await recorded.TakeCheckpointsAsync();
        while (state.StepCount < toStep)
        {
            stop.ThrowIfCancellationRequested();
            var before = recorded.ComparedCount;
            var rows = await work.StepAsync(state, CancellationToken.None);
            state = await AcceptAsync(state, rows, (int)(recorded.ComparedCount - before));
            await CompareCheckpointsAsync(state.StepCount, stop);
            stepDone?.Invoke(state.StepCount);
        }

        var steps = state.StepCount - from;
        if (withEnding)
        {
            state = await FinishAsync(state, stop);
            await ExpectNothingMoreAsync();
        }

        return new ReplayOutcome(state, recorded.ComparedCount, steps, _checkpointCount, _emptyCheckpointCount)
        {
            ComparedAtStep = _comparedAtStep,
        };
    }

    private async Task ExpectNothingMoreAsync()
    {
        if (await recorded.PeekAsync() is { } more)
        {
            throw new ReplayDivergedException(
                new Divergence(more.Sequence, more.Row.Step, more.Row.EventType, "event_type", more.Row.EventType, "nothing more"));
        }
    }

    private async Task<SearchState> AcceptAsync(SearchState state, IReadOnlyList<LogRow> rows, int alreadyCompared)
    {
        var accepted = rows.Take(alreadyCompared).ToList();
        foreach (var row in rows.Skip(alreadyCompared))
        {
            accepted.Add(await recorded.ExpectAsync(row));
        }

        return accepted.Aggregate(state, (folded, row) => folded.Apply(row));
    }

    // A search that did not come to its end has recorded a part of its ending, or nothing.
    private async Task<SearchState> FinishAsync(SearchState state, CancellationToken stop)
    {
        if (await recorded.PeekAsync() is null)
        {
            return state;
        }

        var before = recorded.ComparedCount;
        await foreach (var row in work.FinishAsync(() => state, CancellationToken.None))
        {
            state = await AcceptAsync(state, [row], (int)(recorded.ComparedCount - before));
            before = recorded.ComparedCount;
            stop.ThrowIfCancellationRequested();
            if (await recorded.PeekAsync() is null)
            {
                return state;
            }
        }

        return state;
    }

    private async Task CompareCheckpointsAsync(long stepCount, CancellationToken cancellationToken)
    {
        foreach (var (sequence, saved) in await recorded.TakeCheckpointsAsync())
        {
            if (saved.Position.Step != stepCount)
            {
                throw new ReplayDivergedException(
                    new Divergence(sequence, stepCount, CheckpointSaved.Name, "step", $"{saved.Position.Step}", $"{stepCount}"));
            }

            if (checkpoints is null || await checkpoints.TryReadAsync(saved.Reference, cancellationToken) is not { } published)
            {
                continue;
            }

            var made = SearchCheckpoint.Of(work, stepCount);
            if (CheckpointComparison.FirstDifference(made, published, sequence, isWhole, recorded.Tolerance) is { } difference)
            {
                throw new ReplayDivergedException(difference);
            }

            _comparedAtStep = stepCount;
            if (made.Sections is { Count: > 0 })
            {
                _checkpointCount++;
            }
            else
            {
                _emptyCheckpointCount++;
            }
        }
    }
}
