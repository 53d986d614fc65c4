using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;

namespace Enas.Host.Composition;

/// <summary>
/// Brings a work to a recorded step: from the newest good checkpoint at or before it, the steps after that are made again without logging and
/// each of their facts must be the recorded one.
/// </summary>
internal sealed class Recovery(RecordedSearch search, IEventLog log, ICheckpointStore checkpoints, Terminal terminal, TimeProvider time)
{
    /// <summary>Recovers the state of a step.</summary>
    /// <param name="work">Fresh work.</param>
    /// <param name="step">Number of steps that its state is to include.</param>
    /// <param name="stop">Ends it between two steps.</param>
    /// <returns>The state with which the work goes on.</returns>
    /// <exception cref="ReplayDivergedException">A step came out otherwise than recorded.</exception>
    public async Task<SearchState> ToAsync(RecordedWork work, long step, CancellationToken stop)
    {
        var checkpoint = await SearchCheckpoint.NewestAsync(
            checkpoints, search.State, step, message => terminal.Line($"passed over: {message}"), stop);
        var from = checkpoint?.Step ?? 0;
        var point = await RecordedPoint.AtAsync(log, from, stop);
        await using var facts = new RecordedFacts(log, point.NextSequence, stop);
        var again = work.ForReexecution(facts, time);
        if (checkpoint is not null)
        {
            again.Import(checkpoint.Texts, checkpoint.Tensors);
        }
        else if (search.State.Started?.Fork is not null)
        {
            throw new InconclusiveException($"{search.Name} is a branch, and the checkpoint that it began with is gone; fork again from its parent");
        }

        if (from < step)
        {
            terminal.Line($"making steps {from} to {step - 1} again from {(checkpoint is null ? "the start" : $"the checkpoint of step {from}")}, without logging");
        }

        return (await new Reexecution(again, facts, checkpoints: null, isWhole: true).RunAsync(point.State, step, withEnding: false, stepDone: null, stop)).State;
    }
}
