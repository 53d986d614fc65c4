using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Verbs.Run;
using Enas.Host.Verbs.Train;
using Enas.Pipeline.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Enas.Host.Verbs.Resume;

/// <summary>Resumes under the generic host and says what came out, as the run itself would have.</summary>
internal static class ResumeVerb
{
    public static async Task<int> RunAsync(ResumeRequest request, Terminal terminal)
    {
        using var host = EnasHost.Build();
        await host.StartAsync();
        var (job, outcome) = await host.Services.GetRequiredService<ResumeRunner>().RunAsync(request, terminal);
        if (outcome.State.Started?.Kind == JobOrigins.Train)
        {
            TrainReport.Write(job, outcome, terminal);
            terminal.Result(TrainReport.ToJson(job, outcome));
        }
        else
        {
            RunReport.Write(job, outcome, terminal);
            terminal.Result(RunReport.ToJson(job, outcome));
        }

        return outcome.ExitCodeBy(job);
    }
}
