using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Verbs.Run;
using Microsoft.Extensions.DependencyInjection;

namespace Enas.Host.Verbs.Resume;

/// <summary>Runs a branch under the generic host and says what came out.</summary>
internal static class ForkVerb
{
    public static async Task<int> RunAsync(ForkRequest request, Terminal terminal)
    {
        using var host = EnasHost.Build();
        await host.StartAsync();
        var (job, outcome) = await host.Services.GetRequiredService<ForkRunner>().RunAsync(request, terminal);
        RunReport.Write(job, outcome, terminal);
        terminal.Result(RunReport.ToJson(job, outcome));
        return outcome.ExitCodeBy(job);
    }
}
