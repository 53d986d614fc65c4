using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Verbs.Run;
using Enas.Host.Verbs.Train;
using Enas.Pipeline.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Enas.Host.Verbs.Resume;

/// <summary>Resumes under the generic host and says what came out, as the run itself would have.</summary>
internal static class ResumeVerb
{
    public static async Task<int> RunAsync(ResumeRequest request, FollowUpSteps? then, Terminal terminal)
    {
        if (then is not null && (await RecordedSearch.OpenAsync(request.Path)).Job is var before)
        {
            FollowUp.Require(then, before);
            if (before.Origin == JobOrigins.Train)
            {
                throw new CommandLineException("--then is for a search, and this is a final training");
            }
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
}
