using Enas.Pipeline.Composition;
using Enas.Pipeline.Search;
using Enas.Storage.Checkpoints;
using Enas.Storage.Folders;
using Enas.Storage.Log;
using Enas.Storage.Searches;

namespace Enas.Storage.Runs;

/// <summary>A search from its first fact on, in a folder that has its job and perhaps openings for writing.</summary>
/// <param name="Parts">The parts of the search; not owned.</param>
/// <param name="Changes">Options that changed since the job was published.</param>
/// <param name="EventsRead">Events that its log has already.</param>
/// <param name="StopAfterSteps">Stop when so many steps are done in total; null for no such stop.</param>
internal sealed record SearchBeginning(
    SearchFolder Folder, SearchComposition Parts, IReadOnlyList<string> Changes, long EventsRead, long? StopAfterSteps)
{
    /// <summary>Behaviours beside the handlers, or null.</summary>
    public Action<SearchMediator>? Configure { get; init; }

    /// <summary>Trains children ahead; null where nobody does.</summary>
    public ITrainingsAhead? Ahead { get; init; }

    /// <summary>Runs it to its end or to a clean stop.</summary>
    /// <param name="view">Who looks at it; disposed before the log is closed.</param>
    /// <param name="time">Measures what is observed.</param>
    /// <param name="start">When it began, by that.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    public async Task<RunOutcome> RunAsync(RunView view, TimeProvider time, long start, CancellationToken stop)
    {
        var job = Parts.Job;
        foreach (var words in Parts.Data.Remarks.Concat(Parts.Data.Clipped(job)))
        {
            view.Say(words);
        }

        var writer = new WriterDescription(FolderNames.SearchId(Folder), Product.Version, Parts.Backend.Describe());
        await using var log = await ParquetEventLog.OpenWriterAsync(Folder, writer, time, CancellationToken.None);
        OtherWriters.Refuse(Folder, log, EventsRead);
        await using var shown = view;
        var progress = view.Begin(Folder.Root, job, Parts.Data.ItemsOfScores(job), recorded: null);
        var started = Parts.Started();
        Parts.Children = ChildTrainer.Of(Parts, Folder, () => started, [], view.Say, view.Children, time, stop, Ahead);
        var work = view.Watched(Parts.Assembly(time, Configure + view.Behaviors).ForRun());
        var run = new SearchRun(work, job.Log, job.Checkpoint, log, new SafetensorsCheckpointStore(Folder), progress, time);
        var outcome = await RecordedWork.EndingAsync(
            Parts.Children, Task.Run(() => run.StartAsync(started, Changes, StopAfterSteps, stop), CancellationToken.None));
        await FinishedLog.CloseAsync(Folder, log, outcome.IsComplete);
        return new RunOutcome(
            Folder.Root, outcome.State, outcome.IsComplete,
                work.PlannedSteps(outcome.State), log.FactHead, log.NextSequence, time.GetElapsedTime(start), Parts.Data.PerplexityFloor)
        { Optimum = Parts.Data.Optimum };
    }
}
