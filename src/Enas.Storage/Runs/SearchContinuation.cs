using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Composition;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Enas.Storage.Checkpoints;
using Enas.Storage.Folders;
using Enas.Storage.Log;
using Enas.Storage.Searches;

namespace Enas.Storage.Runs;

/// <summary>A search or a training from the last acknowledged step on, as if it had never stopped.</summary>
/// <param name="Search">What was read of it.</param>
/// <param name="Points">Where its steps can be made again from.</param>
/// <param name="Job">Its job with the overrides of this opening.</param>
/// <param name="Sets">Those overrides.</param>
/// <param name="StopAfterSteps">Stop when so many steps are done in total; null for no such stop.</param>
internal sealed record SearchContinuation(
    RecordedSearch Search, RecordedPoints Points, JobOptions Job, IReadOnlyList<string> Sets, long? StopAfterSteps)
{
    /// <summary>Trains children ahead; null where nobody does.</summary>
    public ITrainingsAhead? Ahead { get; init; }

    /// <summary>Runs it to its end or to a clean stop. A complete search is left as it is.</summary>
    /// <param name="load">Loads the data of the job.</param>
    /// <param name="compute">What computes.</param>
    /// <param name="view">Who looks at it.</param>
    /// <param name="time">Measures what is observed.</param>
    /// <param name="start">When it began, by that.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    public async Task<RunOutcome> RunAsync(
        Func<JobOptions, JobData> load, ICompute compute, RunView view, TimeProvider time, long start, CancellationToken stop)
    {
        ResumeRules.RefuseOtherFacts(Search, Job);
        if (Search.State.Started is null)
        {
            ResumeRules.RefuseUnbegunChild(Search);
            RequirePossible();
            using var parts = SearchComposition.Create(Job, load(Job), compute.Following(null, Search.Device));
            return await new SearchBeginning(
                Search.Folder, parts, JobChanges.Of(Job, Sets), Search.EventCount, StopAfterSteps)
            { Ahead = Ahead }.RunAsync(view, time, start, stop);
        }

        if (Search.State.Completed is not null)
        {
            ResumeRules.RefuseOtherBudget(Search, Job, view);
            view.Say($"{Search.Name} is complete; nothing was changed");
            return Recorded(isComplete: true, time.GetElapsedTime(start));
        }

        RequirePossible();
        using var work = RecordedWork.Create(Search, Job, load(Job), compute, time);
        work.TrainChildrenBy(parts => ChildTrainer.Of(
            parts, Search.Folder, () => work.Started, Search.State.Children, view.Say, view.Children, time, stop, Ahead));
        ResumeRules.RefuseOtherFacts(Search, work);
        ResumeRules.RefuseOtherBudget(Search, Job, work.ForRun(time).TotalSteps, view);
        return await GoOnAsync(work, view, time, start, stop);
    }

    // A training evaluates nothing.
    private void RequirePossible()
    {
        if (Job.Origin != JobOrigins.Train)
        {
            EvaluatorCatalog.Of(Job).RequirePossible(Job);
        }
    }

    private async Task<RunOutcome> GoOnAsync(RecordedWork work, RunView view, TimeProvider time, long start, CancellationToken stop)
    {
        var folder = Search.Folder;
        var writer = new WriterDescription(FolderNames.SearchId(folder), Product.Version, work.Backend.Describe());
        await using var log = await ParquetEventLog.OpenWriterAsync(folder, writer, time, CancellationToken.None);
        OtherWriters.Refuse(folder, log, Search.EventCount);
        var checkpoints = new SafetensorsCheckpointStore(folder);
        var tolerance = work.Backend.IsExact ? null : ReplayTolerance.OfResume;
        if (!await RecoverAsync(work, log, checkpoints, tolerance, view, time, stop))
        {
            await FinishedLog.CloseAsync(folder, log, isComplete: false);
            return Recorded(isComplete: false, time.GetElapsedTime(start));
        }

        await using var shown = view;
        var progress = view.Begin(folder.Root, Job, work.Data.ItemsOfScores(Job), Search);
        var continued = view.Watched(work.ForRun(time, view.Behaviors));
        var run = new SearchRun(continued, Job.Log, Job.Checkpoint, log, checkpoints, progress, time);
        var outcome = await RecordedWork.EndingAsync(work.Children, Task.Run(
            () => run.ResumeAsync(Search.State, JobChanges.Of(Job, Sets), StopAfterSteps, stop, tolerance), CancellationToken.None));
        await FinishedLog.CloseAsync(folder, log, outcome.IsComplete);
        return new RunOutcome(
            folder.Root,
            outcome.State,
            outcome.IsComplete,
            continued.PlannedSteps(outcome.State),
            log.FactHead,
            log.NextSequence,
            time.GetElapsedTime(start),
            work.Data.PerplexityFloor,
            Search.State.Started?.Architecture is { } architecture ? work.Data.FinalParameters(Job, architecture) : null)
        { Optimum = work.Data.Optimum };
    }

    /// <summary>Makes the recorded steps again; false when a stop was asked for meanwhile.</summary>
    private async Task<bool> RecoverAsync(
        RecordedWork work, ParquetEventLog log, SafetensorsCheckpointStore checkpoints, ReplayTolerance? tolerance, RunView view,
        TimeProvider time, CancellationToken stop)
    {
        var recovery = new Recovery(log, checkpoints, view.Say, view.StepCameOut, tolerance);
        try
        {
            var state = await Task.Run(() => recovery.ToAsync(Points, facts =>
                work.ForReexecution(facts, time), Search.State.StepCount, stop), CancellationToken.None);
            if (state is null)
            {
                throw new InconclusiveException(
                    $"{Search.Name} is a branch, and the checkpoint that it began with is gone; fork again from its parent");
            }

            if (tolerance?.First is not null)
            {
                view.Say($"{tolerance}. The recorded numbers stand, the policy followed them; the weights are those that came out now");
            }

            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private RunOutcome Recorded(bool isComplete, TimeSpan duration) => new(
        Search.Folder.Root, Search.State, isComplete, Search.State.StepCount, Search.Fingerprint, Search.EventCount, duration, null);
}
