using Enas.Host.Cli;
using Enas.Host.Readings;
using Enas.Host.Telemetry;
using Enas.Pipeline.Options;
using Enas.Pipeline.Replay;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Composition;

/// <summary>What a resume is asked to do.</summary>
/// <param name="Path">The search's folder.</param>
/// <param name="Sets">Options that change: budgets, locations, intervals.</param>
/// <param name="Compute">What computes.</param>
/// <param name="StopAfterSteps">Stop when so many steps are done in total.</param>
internal sealed record ResumeRequest(string Path, IReadOnlyList<string> Sets, ComputeOptions Compute, long? StopAfterSteps)
{
    /// <summary>Trains its architectures beside each other; null for one after the other.</summary>
    public ITrainingDesk? Desk { get; init; }

    /// <summary>The data that it has to be made of; null for those that its log names, which are asked for in any case.</summary>
    public RequiredData? Data { get; init; }
}

/// <summary>Goes on with a search or a training from the last acknowledged step, as if it had never stopped.</summary>
internal sealed class ResumeRunner(IHostApplicationLifetime lifetime, SearchTelemetry telemetry, TimeProvider time)
{
    /// <summary>Runs it to its end or to a clean stop. A complete search is left as it is.</summary>
    public async Task<(JobOptions Job, RunOutcome Outcome)> RunAsync(ResumeRequest request, Terminal terminal)
    {
        var start = time.GetTimestamp();
        var (points, sampled) = (new RecordedPoints(), new RecentTokens());
        var search = await RecordedSearch.OpenAsync(request.Path, points, sampled);
        var job = JobLoading.Override(search.Job, request.Sets);
        var view = new TerminalView(terminal, telemetry, time, sampled.Tokens);
        var compute = request.Compute.Following(search);
        request.Desk?.Require(job, search.Folder.ReadJob(), search.Folder.Root, compute);
        var stop = lifetime.ApplicationStopping;
        await using var ahead = request.Desk is null || search.State.Completed is not null ? null
            : await request.Desk.OpenAsync(search.Folder.Root, compute, terminal, stop);
        var continuation = new SearchContinuation(search, points, job, request.Sets, request.StopAfterSteps) { Ahead = ahead };
        return (job, await continuation.RunAsync(
            job => RequiredData.Load(request.Data, job, stop), request.Compute, view, time, start, stop));
    }
}
