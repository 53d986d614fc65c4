using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Workers;
using Enas.Host.Workers.Engines;
using Enas.Pipeline.Work;
using Enas.Storage.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Verbs.Work;

/// <summary>Takes items from an engine and does them until it is stopped or told to take nothing more.</summary>
internal static class WorkerVerb
{
    public static async Task<int> RunAsync(
        IWorkEngine engine, WorkRoots roots, int slots, IReadOnlyList<AllowedCommand> programs, Terminal terminal)
    {
        using var host = EnasHost.Build();
        await host.StartAsync();
        var stop = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var results = await StoredResults.AtAsync(roots.Store, CancellationToken.None);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}");
        var self = new WorkerStatus(name, slots, roots.DeviceClass, [], IsDraining: false, Product.Version);
        await using var source = engine.Source(self, terminal.Line);
        var runner = new OneOfManyMachines(new ItemProcess(roots, Math.Max(1, roots.Compute.ThreadCount / slots), programs));
        var offer = new WorkerOffer(name, roots.DeviceClass, await results.MarkAsync(CancellationToken.None));
        var loop = new WorkLoop(source, results, new ShownRunner(runner, terminal), offer, TimeProvider.System) { Say = terminal.Line };
        terminal.Line($"worker {name}: {slots} at once, {roots.Backend} on {roots.DeviceClass}, {roots.Store}");
        await loop.RunAsync(slots, stop);
        terminal.Line(stop.IsCancellationRequested ? "stopped; the engine gives out again what it had" : "drained");
        return stop.IsCancellationRequested ? ExitCodes.Stopped : ExitCodes.Done;
    }

    // Says what is begun and how it ended, a line each.
    private sealed class ShownRunner(IWorkRunner runner, Terminal terminal) : IWorkRunner
    {
        public async Task<WorkTry> TryAsync(WorkItem item, CancellationToken drain, CancellationToken lost)
        {
            terminal.Line($"{item.Key.Short} begun for {item.Owner}");
            var tried = await runner.TryAsync(item, drain, lost);
            var ended = string.Create(CultureInfo.InvariantCulture, $"ended with exit code {tried.ExitCode}");
            var isToBeSaid = tried.Reason is not null && tried.ExitCode != ExitCodes.Done
                && (tried.ExitCode != ExitCodes.Stopped || tried.IsHeld);
            var why = isToBeSaid ? $": {tried.Reason}" : string.Empty;
            terminal.Line($"{item.Key.Short} {(lost.IsCancellationRequested ? "is lost" : ended + why)}");
            return tried;
        }
    }
}
