using Enas.Host.Cli;
using Enas.Host.Settings;
using Enas.Host.Telemetry;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Composition;
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
    JobDocument Job, string? Folder, ComputeOptions Compute, long? StopAfterSteps, Action<SearchMediator>? Configure = null)
{
    /// <summary>Trains its architectures beside each other; null for one after the other.</summary>
    public ITrainingDesk? Desk { get; init; }

    /// <summary>The data that it has to be made of; null for those that the job names, whatever they are.</summary>
    public RequiredData? Data { get; init; }
}

/// <summary>Runs a new search from its job to its end or to a clean stop.</summary>
internal sealed class SearchRunner(
    IHostApplicationLifetime lifetime, IOptions<HostSettings> settings, SearchTelemetry telemetry, TimeProvider time)
{
    /// <summary>Runs it. Data and parts are checked before anything is created on disk.</summary>
    public async Task<RunOutcome> RunAsync(RunRequest request, Terminal terminal)
    {
        var start = time.GetTimestamp();
        var job = request.Job.Options!;
        using var parts = SearchComposition.CreateNew(
            job, RequiredData.Load(request.Data, job, lifetime.ApplicationStopping), request.Compute);
        var path = request.Folder ?? await FolderNaming.FreeAsync(settings.Value.Runs.Root, job.Name, JobFacts.ForSearch(job));
        if (EvaluatorCatalog.Of(parts.Job).TrainsElsewhere)
        {
            _ = OutsideEvaluator.FolderOf(path);
        }

        request.Desk?.Require(job, request.Job.Bytes, path, request.Compute);
        var folder = await FolderNaming.CreateAsync(path, request.Job.Bytes, job.ToResolvedJson());
        var stop = lifetime.ApplicationStopping;
        await using var ahead = request.Desk is null ? null
            : await request.Desk.OpenAsync(folder.Root, request.Compute, terminal, stop);
        var beginning = new SearchBeginning(folder, parts, [], EventsRead: 0, request.StopAfterSteps)
        {
            Configure = request.Configure,
            Ahead = ahead,
        };
        return await beginning.RunAsync(new TerminalView(terminal, telemetry, time), time, start, stop);
    }
}
