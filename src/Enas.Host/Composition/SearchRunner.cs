using Enas.Host.Cli;
using Enas.Host.Display;
using Enas.Host.Searches;
using Enas.Host.Settings;
using Enas.Host.Telemetry;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Enas.Host.Composition;

/// <summary>What a run is asked to do.</summary>
/// <param name="Job">The job, without errors.</param>
/// <param name="Folder">Where the search goes; null for a free folder under the runs root.</param>
/// <param name="Compute">What computes.</param>
/// <param name="StopAfterSteps">Stop when so many steps are done in total.</param>
/// <param name="Configure">Behaviours beside the handlers, or null.</param>
internal sealed record RunRequest(
    JobDocument Job, string? Folder, ComputeOptions Compute, long? StopAfterSteps, Action<SearchMediator>? Configure = null);

/// <summary>Runs a new search from its job to its end or to a clean stop.</summary>
internal sealed class SearchRunner(
    IHostApplicationLifetime lifetime, IOptions<HostSettings> settings, SearchTelemetry telemetry, TimeProvider time)
{
    /// <summary>Runs it. Data and parts are checked before anything is created on disk.</summary>
    public async Task<RunOutcome> RunAsync(RunRequest request, Terminal terminal)
    {
        var start = time.GetTimestamp();
        var job = request.Job.Options!;
        var data = TaskCatalog.Load(job, lifetime.ApplicationStopping);
        using var parts = SearchComposition.Create(job, data, request.Compute);
        data.RequireTraining(job);
        parts.Meter?.RequirePossible(job, parts.Space);
        var path = request.Folder ?? FolderNaming.Free(settings.Value.Runs.Root, job.Name, JobFacts.ForSearch(job));
        var folder = FolderNaming.Create(path, request.Job.Bytes, job.ToResolvedJson());
        return await StartAsync(folder, parts, [], expectedEvents: 0, request.StopAfterSteps, request.Configure, terminal, start);
    }

    /// <summary>Starts a search whose process died before its first fact: its folder has its job, and perhaps
    /// openings for writing.</summary>
    /// <param name="search">The folder.</param>
    /// <param name="job">Its job with the overrides of this opening.</param>
    /// <param name="changes">Those overrides.</param>
    /// <param name="compute">What computes.</param>
    /// <param name="stopAfterSteps">Stop when so many steps are done in total.</param>
    /// <param name="terminal">Where it is shown.</param>
    public async Task<RunOutcome> StartAsync(
        RecordedSearch search, JobOptions job,
            IReadOnlyList<string> changes, ComputeOptions compute, long? stopAfterSteps, Terminal terminal)
    {
        var start = time.GetTimestamp();
        using var parts = SearchComposition.Create(job, TaskCatalog.Load(job, lifetime.ApplicationStopping), compute);
        return await StartAsync(search.Folder, parts, changes, search.EventCount, stopAfterSteps, configure: null, terminal, start);
    }

    private async Task<RunOutcome> StartAsync(
        SearchFolder folder,
        SearchComposition parts,
        IReadOnlyList<string> changes,
        long expectedEvents,
        long? stopAfterSteps,
        Action<SearchMediator>? configure,
        Terminal terminal,
        long start)
    {
        var job = parts.Job;
        foreach (var words in parts.Data.Remarks.Concat(parts.Data.Clipped(job)))
        {
            terminal.Line(words);
        }

        var writer = new WriterDescription(FolderNaming.SearchId(folder), Product.Version, parts.Backend.Describe());
        await using var log = await ParquetEventLog.OpenWriterAsync(folder, writer, time, CancellationToken.None);
        OtherWriters.Refuse(folder, log, expectedEvents);
        var watch = new ChildWatch();
        var title = RunTitle.OfSearch(Path.GetFileName(folder.Root), job) with { ScoredItems = parts.Data.ItemsOfScores(job) };
        await using var display = ProgressDisplay.Start(terminal, title, time, watch: watch);
        using var span = telemetry.Begin(folder.Root, job.Name, display);
        var started = parts.Started();
        parts.Children = ChildTrainer.Of(parts, folder, () => started, [], terminal.Line, watch, time, lifetime.ApplicationStopping);
        var work = telemetry.Traced(parts.Assembly(time, configure + telemetry.Behaviors).ForRun());
        var run = new SearchRun(work, job.Log, job.Checkpoint, log, new SafetensorsCheckpointStore(folder), span, time);
        var outcome = await Task.Run(() => run.StartAsync(started, changes, stopAfterSteps, lifetime.ApplicationStopping));
        await FinishedLog.CloseAsync(folder, log, outcome.IsComplete);
        return new RunOutcome(
            folder.Root, outcome.State, outcome.IsComplete,
                work.TotalSteps, log.FactHead, log.NextSequence, time.GetElapsedTime(start), parts.Data.PerplexityFloor)
        { Optimum = parts.Data.Optimum };
    }
}
