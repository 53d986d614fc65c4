using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Workers;
using Enas.Pipeline.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Verbs.Run;

/// <summary>A search that one worker does from its job to its end, while this process waits; then it is found in its folder, and what comes
/// after it is done here.</summary>
internal static class WholeSearch
{
    /// <summary>Has it done.</summary>
    /// <param name="job">Its job.</param>
    /// <param name="folder">Its folder, as a full path or an address; what is there goes on.</param>
    /// <param name="compute">What computes here, and what a worker must have.</param>
    /// <param name="desk">The engine.</param>
    /// <param name="then">What is done afterwards.</param>
    /// <param name="terminal">Where it is shown.</param>
    public static async Task<int> RunAsync(
        JobDocument job, string folder, ComputeOptions compute, DeskRequest desk, FollowUpSteps? then, Terminal terminal)
    {
        FollowUp.Require(then, job.Required());
        using var host = EnasHost.Build();
        await host.StartAsync();
        var stop = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var name = Path.GetFileName(folder);
        var options = WorkDeskOptions.InFolder(desk, Place.ParentOf(folder), compute) with
        {
            Owner = name,
            Programs = AllowedCommand.Of(job.Required().Evaluator.Command),
        };
        await using var work = await WorkDesk.OpenAsync(options, terminal, stop);
        if (work.Named(name, work.Orders!.Of(job, folder)) is { } item && !await work.DoneElsewhereAsync(item))
        {
            terminal.Line("stopped; whoever worked on it was asked to stop too");
            terminal.Result(new JsonObject { ["search"] = folder, ["complete"] = false });
            return ExitCodes.Stopped;
        }

        var (made, outcome) = await StandingWork.SearchAsync(host.Services, job, folder, compute, terminal);
        return await RunVerb.EndAsync(host.Services, then, made, outcome, compute, terminal);
    }
}
