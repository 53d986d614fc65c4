using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Settings;
using Enas.Host.Workers.Engines;

namespace Enas.Host.Workers;

/// <summary>What a desk has.</summary>
/// <param name="Request">Who does the pieces.</param>
/// <param name="Roots">Where they lie and what computes.</param>
/// <param name="Owner">Who waits for them.</param>
internal sealed record WorkDeskOptions(DeskRequest Request, WorkRoots Roots, string Owner)
{
    /// <summary>Commands that the evaluators of searches may start, on this machine or in jobs that it submits.</summary>
    public IReadOnlyList<AllowedCommand> Programs { get; init; } = [];

    /// <summary>Threads of each piece: all that there are, shared out.</summary>
    public int ThreadsOfEach => Math.Max(1, Roots.Compute.ThreadCount / Request.Slots);

    /// <summary>Pieces that are asked for ahead of the first that was not taken.</summary>
    public int Window => Request.Engine is null ? 2 * Request.Slots : HostSettings.Read().Work.Window;

    /// <summary>What an engine must know that begins the work itself.</summary>
    public EngineClient Client
    {
        get
        {
            var start = OwnProgram.Start(ItemProcess.ArgumentsOf(Roots, ThreadsOfEach, Programs));
            return new EngineClient(Roots.Store, start.FileName, [.. start.ArgumentList]);
        }
    }

    /// <summary>A desk for the pieces in a folder.</summary>
    /// <param name="request">Who does them.</param>
    /// <param name="folder">The folder that all of them are in, as a full path or an address.</param>
    /// <param name="compute">What computes.</param>
    /// <exception cref="CommandLineException">Nobody says where data sets lie.</exception>
    public static WorkDeskOptions InFolder(DeskRequest request, string folder, ComputeOptions compute)
    {
        var store = request.Engine is null ? folder : request.Root ?? Surroundings.FullPlace(HostSettings.Read().Runs.Root);
        var data = request.Engine is null ? WorkRoots.EveryFile : WorkRoots.DataBeside(request.Data, store);
        return new(request, new WorkRoots(store, data, compute), Path.GetFileName(folder));
    }
}
