using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Enas.Host.Verbs.Run;

/// <summary>Runs a search under the generic host and says what came out.</summary>
internal static class RunVerb
{
    public static async Task<int> RunAsync(RunRequest request, FollowUpSteps? then, Terminal terminal)
    {
        FollowUp.Require(then, request.Job.Options!);
        await OccupiedFolder.RefuseSearchAsync(request.Folder);
        if (then is { Train: true } && request.Folder is { } folder)
        {
            // It would be found to be of another search only when this one has ended.
            await OccupiedFolder.RefuseSearchAsync(FollowUpSteps.TrainingOf(folder));
        }

        using var host = EnasHost.Build();
        await host.StartAsync();
        var outcome = await host.Services.GetRequiredService<SearchRunner>().RunAsync(request, terminal);
        var job = request.Job.Options!;
        return await EndAsync(host.Services, then, job, outcome, request.Compute, terminal);
    }

    /// <summary>Says what came of a search, and does the steps after it.</summary>
    public static async Task<int> EndAsync(
        IServiceProvider services, FollowUpSteps? then, JobOptions job, RunOutcome outcome, ComputeOptions compute, Terminal terminal)
    {
        RunReport.Write(job, outcome, terminal);
        var followed = await FollowUp.RunAsync(services, then, job, outcome, compute, terminal);
        var json = RunReport.ToJson(job, outcome);
        if (followed is not null)
        {
            json["then"] = followed.Json;
        }

        terminal.Result(json);
        return followed?.ExitCode ?? outcome.ExitCodeBy(job);
    }
}
