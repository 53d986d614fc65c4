using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Workers;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Work;
using Enas.Storage.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Enas.Host.Verbs.Work;

/// <summary>Does the item of a key in the shared folder, in this process, as a worker would: what has a result is not done again, and what
/// cannot be done has that for a result. SIGTERM stops it at the next step.</summary>
internal static class StoredItemVerb
{
    /// <returns>0 where there is a result afterwards, whatever it says; else how the try ended.</returns>
    /// <exception cref="NotFoundException">There is neither an item nor a result of that key.</exception>
    /// <exception cref="BadInputException">What stands there is no item of that key.</exception>
    public static async Task<int> RunAsync(WorkRoots roots, IReadOnlyList<AllowedCommand> programs, WorkKey key, Terminal terminal)
    {
        using var host = EnasHost.Build();
        await host.StartAsync();
        var stop = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var results = await StoredResults.AtAsync(roots.Store, CancellationToken.None);
        var items = await StoredItems.InFolderAsync(roots.Store, CancellationToken.None);
        if (await items.FindAsync(key, CancellationToken.None) is not { } item)
        {
            return await results.FindAsync(key, CancellationToken.None) is not null ? ExitCodes.Done
                : throw new NotFoundException($"there is no item {key.Hex} in {Path.Combine(roots.Store, StoredItems.FolderName)}");
        }

        await using var source = new OneItem(item, items);
        var runner = new OneOfManyMachines(new ItemHere(new ItemWork(host.Services, roots, results, programs, terminal)));
        var offer = new WorkerOffer(Environment.MachineName, roots.DeviceClass);
        await new WorkLoop(source, results, runner, offer, TimeProvider.System).RunAsync(1, stop);
        if (source.Reason is { } reason)
        {
            terminal.Fail(new Failure(source.ExitCode, [reason]));
        }

        return source.ExitCode;
    }

    // A failure is the end of the try and not of the process, which may have something to put for it.
    private sealed class ItemHere(ItemWork work) : IWorkRunner
    {
        public async Task<WorkTry> TryAsync(WorkItem item, CancellationToken drain, CancellationToken lost)
        {
            try
            {
                return new WorkTry(await work.RunAsync(item));
            }
            catch (Exception error)
            {
                var failure = ErrorMapping.Of(error);
                return new WorkTry(failure.ExitCode, string.Join(' ', failure.Lines));
            }
        }
    }
}
