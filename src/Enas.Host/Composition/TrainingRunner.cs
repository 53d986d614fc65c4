using Enas.Host.Cli;
using Enas.Host.Display;
using Enas.Host.Searches;
using Enas.Host.Telemetry;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Tensors;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Composition;

/// <summary>What a final training is asked to do.</summary>
/// <param name="JobBytes">The job file, byte for byte.</param>
/// <param name="Tokens">The architecture in canonical form.</param>
/// <param name="Parent">Fact head of the search that chose it, or null.</param>
/// <param name="Folder">Where it goes.</param>
/// <param name="Compute">What computes.</param>
internal sealed record TrainingRequest(
    JobOptions Job, ReadOnlyMemory<byte> JobBytes, string Tokens, string? Parent, string Folder, ComputeOptions Compute)
{
    /// <summary>The data that it has to be made of; null for those that the job names, whatever they are.</summary>
    public RequiredData? Data { get; init; }
}

/// <summary>Trains one architecture from scratch, into a folder with a log of its own.</summary>
internal sealed class TrainingRunner(IHostApplicationLifetime lifetime, SearchTelemetry telemetry, TimeProvider time)
{
    /// <summary>Runs it to its end or to a clean stop.</summary>
    public Task<RunOutcome> RunAsync(TrainingRequest request, Terminal terminal) => RunAsync(request, unbegun: null, terminal);

    /// <summary>The same in a folder whose process died before its first fact: it has its job, and perhaps openings for writing.</summary>
    /// <param name="request">What to train; of one that is not begun its own job.</param>
    /// <param name="unbegun">That folder; null to make it.</param>
    /// <param name="terminal">Where it is shown.</param>
    public async Task<RunOutcome> RunAsync(TrainingRequest request, RecordedSearch? unbegun, Terminal terminal)
    {
        var start = time.GetTimestamp();
        var job = request.Job;
        var space = SpaceCatalog.Create(job);
        var architecture = space.Parse(request.Tokens);
        var data = RequiredData.Load(request.Data, job, lifetime.ApplicationStopping);
        data.RequireTraining(job);
        foreach (var words in data.Remarks)
        {
            terminal.Line(words);
        }

        // Before there is a folder: what cannot be trained leaves none.
        using var backend = request.Compute.CreateBackend(job.Compute);
        using var assembly = data.Training(backend, space, job, architecture, time);
        var training = assembly.ForRun();
        var folder = unbegun?.Folder
            ?? await FolderNaming.CreateAsync(request.Folder, request.JobBytes, (job with { Origin = JobOrigins.Train }).ToResolvedJson());
        var writer = new WriterDescription(FolderNaming.SearchId(folder), Product.Version, backend.Describe());
        await using var log = await ParquetEventLog.OpenWriterAsync(folder, writer, time, CancellationToken.None);
        OtherWriters.Refuse(folder, log, unbegun?.EventCount ?? 0);
        await using var display = ProgressDisplay.Start(terminal, RunTitle.OfTraining(Path.GetFileName(folder.Root), job), time);
        using var span = telemetry.Begin(folder.Root, job.Name, display);
        var run = new SearchRun(telemetry.Traced(training),
            job.Log, job.Checkpoint, log, new SafetensorsCheckpointStore(folder), span, time);
        using var policy = ComputeOptions.CreatePolicyBackend();
        var started = data.TrainingStarted(job, backend, policy.Numerics, architecture, request.Parent);
        var outcome = await Task.Run(() => run.StartAsync(started, [], null, lifetime.ApplicationStopping));
        await FinishedLog.CloseAsync(folder, log, outcome.IsComplete);
        return new RunOutcome(
            folder.Root, outcome.State, outcome.IsComplete, training.TotalSteps, log.FactHead,
                log.NextSequence, time.GetElapsedTime(start), data.PerplexityFloor, data.FinalParameters(job, architecture.Tokens));
    }
}
