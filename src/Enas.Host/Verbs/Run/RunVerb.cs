using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Microsoft.Extensions.DependencyInjection;

namespace Enas.Host.Verbs.Run;

/// <summary>Runs a search under the generic host and says what came out.</summary>
internal static class RunVerb
{
    public static async Task<int> RunAsync(RunRequest request, Terminal terminal)
    {
        await OccupiedFolder.RefuseSearchAsync(request.Folder);
        using var host = EnasHost.Build();
        await host.StartAsync();
        var outcome = await host.Services.GetRequiredService<SearchRunner>().RunAsync(request, terminal);
        var job = request.Job.Options!;
        RunReport.Write(job, outcome, terminal);
        terminal.Result(RunReport.ToJson(job, outcome));
        return outcome.ExitCodeBy(job);
    }
}
