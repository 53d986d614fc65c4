using Enas.Host.Cli;
using Enas.Host.Display;
using Enas.Host.Searches;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Enas.Storage;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Composition;

/// <summary>What a resume is asked to do.</summary>
/// <param name="Path">The search's folder.</param>
/// <param name="Sets">Options that change: budgets, locations, intervals.</param>
/// <param name="Compute">What computes.</param>
/// <param name="StopAfterSteps">Stop when so many steps are done in total.</param>
internal sealed record ResumeRequest(string Path, IReadOnlyList<string> Sets, ComputeOptions Compute, long? StopAfterSteps);

/// <summary>Goes on with a search or a training from the last acknowledged step, as if it had never stopped.</summary>
internal sealed class ResumeRunner(IHostApplicationLifetime lifetime, SearchRunner runner, TimeProvider time)
{
    /// <summary>Runs it to its end or to a clean stop. A complete search is left as it is.</summary>
    public async Task<(JobOptions Job, RunOutcome Outcome)> RunAsync(ResumeRequest request, Terminal terminal)
    {
        var start = time.GetTimestamp();
        var search = await RecordedSearch.OpenAsync(request.Path);
        if (search.State.Started is null)
        {
            return await StartAsync(search, request, terminal);
        }

        var job = JobLoading.Override(search.Job, [.. search.State.JobChanges, .. request.Sets]);
        RefuseOtherFacts(search, job);
        if (search.State.Completed is not null)
        {
            terminal.Line($"{search.Name} is complete; nothing was changed");
            return (job, new RunOutcome(
                search.Folder.Root, search.State, IsComplete: true, search.State.StepCount, search.Fingerprint, search.EventCount, time.GetElapsedTime(start), null));
        }

        using var work = RecordedWork.Create(search, job, request.Compute, time);
        RefuseOtherFacts(search, work);
        return (job, await ResumeAsync(search, job, work, request, terminal, start));
    }

    private async Task<RunOutcome> ResumeAsync(RecordedSearch search, JobOptions job, RecordedWork work, ResumeRequest request, Terminal terminal, long start)
    {
        var folder = search.Folder;
        var stop = lifetime.ApplicationStopping;
        var writer = new WriterDescription(FolderNaming.SearchId(folder), Product.Version, work.Backend.Describe());
        await using var log = await ParquetEventLog.OpenWriterAsync(folder, writer, time, CancellationToken.None);
        RefuseOtherWriter(search, log);
        var checkpoints = new SafetensorsCheckpointStore(folder);
        await new Recovery(search, log, checkpoints, terminal, time).ToAsync(work, search.State.StepCount, stop);
        await using var display = ProgressDisplay.Start(terminal, new RunTitle(search.Name, job.Space.Kind, job.Seed, RecordedWork.StrategyOf(search)), time);
        var continued = work.ForRun(time);
        RefuseLateGrowth(search, continued);
        var run = new SearchRun(continued, job.Log, job.Checkpoint, log, checkpoints, display, time);
        var outcome = await Task.Run(() => run.ResumeAsync(search.State, request.Sets, request.StopAfterSteps, stop));
        await log.CloseAsync(outcome.IsComplete ? "completed" : "stopped", CancellationToken.None);
        return new RunOutcome(
            folder.Root, outcome.State, outcome.IsComplete, continued.TotalSteps, log.FactHead, log.NextSequence, time.GetElapsedTime(start), work.Corpus.PerplexityFloor);
    }

    // Its process died before the first commit: the job file is all there is, and all that is needed.
    private async Task<(JobOptions Job, RunOutcome Outcome)> StartAsync(RecordedSearch search, ResumeRequest request, Terminal terminal)
    {
        if (search.Job.Origin != JobOrigins.Search)
        {
            throw new NotFoundException(
                $"{search.Name} has no event: its process ended before its {search.Job.Origin} began. Remove the folder and begin it again with: enas {search.Job.Origin}");
        }

        var job = JobLoading.Override(search.Job, request.Sets);
        RefuseOtherFacts(search, job);
        return (job, await runner.StartAsync(search.Folder, job, request.Compute, request.StopAfterSteps, configure: null, terminal));
    }

    private static void RefuseOtherFacts(RecordedSearch search, JobOptions job)
    {
        var ofTraining = search.State.Started?.Kind == JobOrigins.Train;
        var differences = JobFacts.Differences(search.Job, job, ofTraining);
        if (differences.Count > 0)
        {
            throw new BadInputException(
                $"{search.Name} cannot go on as another search: {string.Join("; ", differences)}. Budgets, locations and intervals can change; for the rest, branch with: enas fork");
        }
    }

    private static void RefuseOtherFacts(RecordedSearch search, RecordedWork work)
    {
        if (Continuation.FirstDifference(search.State.Started!, work.Started) is { } difference)
        {
            throw new BadInputException(
                $"{search.Name} cannot go on with what is here: {difference.Field} was {difference.Recorded}, is now {difference.Recomputed}. Give it the data and the program that it began with");
        }
    }

    private static void RefuseOtherWriter(RecordedSearch search, ParquetEventLog log)
    {
        if (log.FactCount != search.FactCount)
        {
            throw new Pipeline.Ports.LogFencedException($"{search.Name} went on in another process meanwhile; resume it again");
        }
    }

    private static void RefuseLateGrowth(RecordedSearch search, ISearchWork work)
    {
        if (search.State.Started!.Kind != JobOrigins.Train && search.State.Candidates.Count > 0 && work.TotalSteps > search.State.StepCount)
        {
            throw new BadInputException($"{search.Name} is choosing among its candidates already: its budget can no longer grow. Branch with: enas fork");
        }
    }
}
