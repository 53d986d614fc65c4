using Enas.Host.Cli;
using Enas.Host.Display;
using Enas.Host.Readings;
using Enas.Host.Searches;
using Enas.Host.Telemetry;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Replay;
using Enas.Pipeline.Search;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Composition;

/// <summary>What a resume is asked to do.</summary>
/// <param name="Path">The search's folder.</param>
/// <param name="Sets">Options that change: budgets, locations, intervals.</param>
/// <param name="Compute">What computes.</param>
/// <param name="StopAfterSteps">Stop when so many steps are done in total.</param>
internal sealed record ResumeRequest(string Path, IReadOnlyList<string> Sets, ComputeOptions Compute, long? StopAfterSteps);

/// <summary>Goes on with a search or a training from the last acknowledged step, as if it had never stopped.</summary>
internal sealed class ResumeRunner(IHostApplicationLifetime lifetime, SearchRunner runner, SearchTelemetry telemetry, TimeProvider time)
{
    /// <summary>Runs it to its end or to a clean stop. A complete search is left as it is.</summary>
    public async Task<(JobOptions Job, RunOutcome Outcome)> RunAsync(ResumeRequest request, Terminal terminal)
    {
        var start = time.GetTimestamp();
        var (points, sampled) = (new RecordedPoints(), new RecentTokens());
        var search = await RecordedSearch.OpenAsync(request.Path, points, sampled);
        var job = JobLoading.Override(search.Job, request.Sets);
        ResumeRules.RefuseOtherFacts(search, job);
        if (search.State.Started is null)
        {
            ResumeRules.RefuseUnbegunChild(search);
            return (job, await runner.StartAsync(
                search, job, JobChanges.Of(job, request.Sets), request.Compute.Following(search), request.StopAfterSteps, terminal));
        }

        if (search.State.Completed is not null)
        {
            ResumeRules.RefuseOtherBudget(search, job);
            terminal.Line($"{search.Name} is complete; nothing was changed");
            return (job, Recorded(search, isComplete: true, start));
        }

        using var work = RecordedWork.Create(search, job, TaskCatalog.Load(job, lifetime.ApplicationStopping), request.Compute, time);
        var watch = new ChildWatch();
        work.TrainChildrenBy(parts => ChildTrainer.Of(
            parts, search.Folder, () => work.Started, search.State.Children, terminal.Line, watch, time, lifetime.ApplicationStopping));
        ResumeRules.RefuseOtherFacts(search, work);
        ResumeRules.RefuseOtherBudget(search, job, work.ForRun(time).TotalSteps);
        return (job, await ResumeAsync(search, points, sampled, job, work, request, watch, terminal, start));
    }

    private async Task<RunOutcome> ResumeAsync(
        RecordedSearch search, RecordedPoints points, RecentTokens sampled,
            JobOptions job, RecordedWork work, ResumeRequest request, ChildWatch watch, Terminal terminal, long start)
    {
        var folder = search.Folder;
        var stop = lifetime.ApplicationStopping;
        var writer = new WriterDescription(FolderNaming.SearchId(folder), Product.Version, work.Backend.Describe());
        await using var log = await ParquetEventLog.OpenWriterAsync(folder, writer, time, CancellationToken.None);
        OtherWriters.Refuse(folder, log, search.EventCount);
        var checkpoints = new SafetensorsCheckpointStore(folder);
        var tolerance = work.Backend.IsExact ? null : ReplayTolerance.OfResume;
        if (!await RecoverAsync(search, points, work, log, checkpoints, tolerance, terminal, stop))
        {
            await FinishedLog.CloseAsync(folder, log, isComplete: false);
            return Recorded(search, isComplete: false, start);
        }

        var title = RunTitle.Of(search, job) with { ScoredItems = work.Data.ItemsOfScores(job) };
        await using var display = ProgressDisplay.Start(terminal, title, time, search.State, sampled.Tokens, watch);
        using var span = telemetry.Begin(folder.Root, job.Name, display);
        var continued = telemetry.Traced(work.ForRun(time, telemetry.Behaviors));
        var run = new SearchRun(continued, job.Log, job.Checkpoint, log, checkpoints, span, time);
        var outcome = await Task.Run(() =>
            run.ResumeAsync(search.State, JobChanges.Of(job, request.Sets), request.StopAfterSteps, stop, tolerance));
        await FinishedLog.CloseAsync(folder, log, outcome.IsComplete);
        return new RunOutcome(
            folder.Root,
            outcome.State,
            outcome.IsComplete,
            continued.TotalSteps,
            log.FactHead,
            log.NextSequence,
            time.GetElapsedTime(start),
            work.Data.PerplexityFloor,
            search.State.Started?.Architecture is { } architecture ? work.Data.FinalParameters(job, architecture) : null)
        { Optimum = work.Data.Optimum };
    }

    /// <summary>Makes the recorded steps again; false when a stop was asked for meanwhile.</summary>
    private async Task<bool> RecoverAsync(
        RecordedSearch search, RecordedPoints points, RecordedWork work, ParquetEventLog log,
            SafetensorsCheckpointStore checkpoints, ReplayTolerance? tolerance, Terminal terminal, CancellationToken stop)
    {
        var lines = new RecoveryLines(terminal, time);
        var recovery = new Recovery(log, checkpoints, lines.Say, lines.StepDone, tolerance);
        try
        {
            var state = await Task.Run(() => recovery.ToAsync(points, facts =>
                work.ForReexecution(facts, time), search.State.StepCount, stop), CancellationToken.None);
            if (state is null)
            {
                throw new InconclusiveException(
                    $"{search.Name} is a branch, and the checkpoint that it began with is gone; fork again from its parent");
            }

            if (tolerance?.First is not null)
            {
                terminal.Line(
                    $"{tolerance}. The recorded numbers stand, the policy followed them; the weights are those that came out now");
            }

            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private RunOutcome Recorded(RecordedSearch search, bool isComplete, long start) => new(
        search.Folder.Root, search.State,
            isComplete, search.State.StepCount, search.Fingerprint, search.EventCount, time.GetElapsedTime(start), null);
}
