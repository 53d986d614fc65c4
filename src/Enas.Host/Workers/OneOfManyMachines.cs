using Enas.Host.Cli;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers;

/// <summary>Does an item on one of many machines: what is not to be found on this one may be on another, so it makes no item
/// impossible.</summary>
/// <param name="runner">Does it here.</param>
internal sealed class OneOfManyMachines(IWorkRunner runner) : IWorkRunner
{
    /// <inheritdoc />
    public async Task<WorkTry> TryAsync(WorkItem item, CancellationToken drain, CancellationToken lost)
    {
        var tried = await runner.TryAsync(item, drain, lost);
        return tried.ExitCode != ExitCodes.NotFound ? tried
            : new WorkTry(ExitCodes.Unavailable, $"{Environment.MachineName} has not what the item needs: {tried.Reason}");
    }
}
