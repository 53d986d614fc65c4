using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Verbs.Run;
using Enas.Host.Verbs.Train;
using Enas.Host.Workers;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Enas.Host.Verbs.Resume;

/// <summary>Resumes under the generic host and says what came out, as the run itself would have.</summary>
internal static class ResumeVerb
{
    /// <summary>Resumes.</summary>
    /// <param name="request">What.</param>
    /// <param name="then">What is done afterwards.</param>
    /// <param name="whole">The engine whose worker does all that is left; null for this process.</param>
    /// <param name="terminal">Where it is shown.</param>
    public static async Task<int> RunAsync(ResumeRequest request, FollowUpSteps? then, DeskRequest? whole, Terminal terminal)
    {
        if (then is not null && (await RecordedSearch.OpenAsync(request.Path)).Job is var before)
        {
            FollowUp.Require(then, before);
            if (before.Origin == JobOrigins.Train)
            {
                throw new CommandLineException("--then is for a search, and this is a final training");
            }
        }

        if (whole is not null)
        {
            return await WholeAsync(request, then, whole, terminal);
        }

        using var host = EnasHost.Build();
        await host.StartAsync();
        var (job, outcome) = await host.Services.GetRequiredService<ResumeRunner>().RunAsync(request, terminal);
        if (outcome.State.Started?.Kind == JobOrigins.Train)
        {
            TrainReport.Write(job, outcome, terminal);
            terminal.Result(TrainReport.ToJson(job, outcome));
            return outcome.ExitCodeBy(job);
        }

        return await RunVerb.EndAsync(host.Services, then, job, outcome, request.Compute, terminal);
    }

    private static async Task<int> WholeAsync(ResumeRequest request, FollowUpSteps? then, DeskRequest whole, Terminal terminal)
    {
        if (request.Sets.Count > 0 || request.StopAfterSteps is not null)
        {
            throw new CommandLineException("--whole: a worker goes on with a search as it is; leave --set and --stop-after-steps out");
        }

        var search = await RecordedSearch.OpenAsync(request.Path);
        var job = new JobDocument { Options = search.Job, Errors = [], Values = [], Bytes = search.Folder.ReadJob() };
        return search.Job.Origin == JobOrigins.Train
            ? throw new CommandLineException("--whole is for a search, and this is a final training")
            : await WholeSearch.RunAsync(job, search.Folder.Root, request.Compute.Following(search), whole, then, terminal);
    }
}
