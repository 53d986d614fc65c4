using Enas.Host.Cli;
using Enas.Host.Display;
using Enas.Pipeline.Jobs;
using Enas.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Enas.Host.Composition;

/// <summary>What a run is asked to do.</summary>
/// <param name="Job">The job, without errors.</param>
/// <param name="Folder">Where the search goes; null for a free folder under the runs root.</param>
/// <param name="Compute">What computes.</param>
/// <param name="StopAfterSteps">Stop when so many steps are done in total.</param>
internal sealed record RunRequest(JobDocument Job, string? Folder, ComputeOptions Compute, long? StopAfterSteps);

/// <summary>Runs a new search from its job to its end or to a clean stop.</summary>
internal sealed class SearchRunner(IHostApplicationLifetime lifetime, IOptions<HostSettings> settings, TimeProvider time)
{
    /// <summary>Runs it. Data and parts are checked before anything is created on disk.</summary>
    public async Task<RunOutcome> RunAsync(RunRequest request, Terminal terminal)
    {
        var start = time.GetTimestamp();
        var job = request.Job.Options!;
        var corpus = JobLoading.LoadData(job);
        using var parts = SearchComposition.Create(job, corpus, request.Compute);
        var path = request.Folder ?? FolderNaming.Free(settings.Value.Runs.Root, job.Name, JobFacts.ForSearch(job));
        var folder = FolderNaming.Create(path, request.Job.Bytes, job.ToResolvedJson());
        var writer = new WriterDescription(FolderNaming.SearchId(folder), Product.Version, parts.Backend.Describe());
        await using var log = await ParquetEventLog.OpenWriterAsync(folder, writer, time, CancellationToken.None);
        await using var display = ProgressDisplay.Start(terminal, new RunTitle(Path.GetFileName(folder.Root), job.Space.Kind, job.Seed, job.Strategy.Kind), time);
        var run = parts.Build(log, new SafetensorsCheckpointStore(folder), display, time);
        var outcome = await Task.Run(() => run.StartAsync(parts.Started(), request.StopAfterSteps, lifetime.ApplicationStopping));
        await log.CloseAsync(outcome.IsComplete ? "completed" : "stopped", CancellationToken.None);
        return new RunOutcome(
            folder.Root,
            outcome.State,
            outcome.IsComplete,
            parts.Schedule.TotalSteps,
            log.FactHead,
            log.NextSequence,
            time.GetElapsedTime(start),
            corpus.PerplexityFloor);
    }
}
