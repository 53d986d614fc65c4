using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;

namespace Enas.Pipeline.Replay;

/// <summary>
/// Brings fresh work to a recorded step: from the newest good checkpoint at or before it, the steps after that are made again without
/// logging, and each of their facts must be the recorded one.
/// </summary>
/// <param name="checkpoints">Its checkpoints.</param>
/// <param name="say">Hears what is done, in words for people.</param>
/// <param name="stepDone">Hears of each step that was made again, or null.</param>
/// <param name="tolerance">How the numbers of an inexact backend may differ; null for bit for bit.</param>
internal sealed class Recovery(
    IEventLog log, ICheckpointStore checkpoints, Action<string> say, Action<long>? stepDone, ReplayTolerance? tolerance = null)
{
    /// <summary>Recovers the state of a step.</summary>
    /// <param name="recorded">What was read of the log.</param>
    /// <param name="again">The work as a re-execution over the given facts does it.</param>
    /// <param name="step">Number of steps that the state is to include.</param>
    /// <param name="stop">Ends it between two steps.</param>
    /// <returns>The state with which the work goes on; null when the checkpoint that a branch began with is gone.</returns>
    /// <exception cref="ReplayDivergedException">A step came out otherwise than recorded.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<SearchState?> ToAsync(
        RecordedPoints recorded, Func<RecordedFacts, ISearchWork> again, long step, CancellationToken stop)
    {
        var checkpoint = await SearchCheckpoint.NewestAsync(
            checkpoints, recorded.State, step, damage => say($"passed over: {damage}"), stop);
        if (checkpoint is null && recorded.State.Started?.Fork is not null)
        {
            return null;
        }

        var from = checkpoint?.Step ?? 0;
        var point = recorded.At(from);
        await using var facts = new RecordedFacts(log, point.NextSequence, stop, tolerance);
        var work = again(facts);
        if (checkpoint is not null)
        {
            SearchCheckpoint.Restore(work.Sections, checkpoint);
        }

        if (from < step)
        {
            say($"making steps {from} to {step - 1} again from {(checkpoint is null ? "the start" : $"the checkpoint of step {from}")}, "
                + $"without logging");
        }

        return (await new Reexecution(work, facts, checkpoints: null, isWhole: true)
            .RunAsync(point.State, step, withEnding: false, stepDone, stop)).State;
    }
}
