using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;

namespace Enas.Host.Workers;

/// <summary>What a desk has.</summary>
/// <param name="Slots">Pieces that are done at once; 1 for none ahead.</param>
/// <param name="Roots">Where they lie and what computes.</param>
/// <param name="Owner">Who waits for them.</param>
internal sealed record WorkDeskOptions(int Slots, WorkRoots Roots, string Owner)
{
    /// <summary>Programs that the evaluators of searches may start.</summary>
    public IReadOnlyList<string> Programs { get; init; } = [];

    /// <summary>Threads of each piece: all that there are, shared out.</summary>
    public int ThreadsOfEach => Math.Max(1, Roots.Compute.ThreadCount / Slots);

    /// <summary>A desk for work in a folder of this machine.</summary>
    /// <param name="slots">Pieces at once.</param>
    /// <param name="folder">The folder that all of them are in, as a full path.</param>
    /// <param name="compute">What computes.</param>
    public static WorkDeskOptions InFolder(int slots, string folder, ComputeOptions compute) =>
        new(slots, new WorkRoots(folder, WorkRoots.EveryFile, compute), Path.GetFileName(folder));

    /// <summary>The option of verbs that have more than one piece to do.</summary>
    public static Option<int> Option() => new Option<int>("--slots")
    {
        Description = "Pieces that are done at once, each in a process of its own with its share of the threads. The result does not "
            + "depend on it.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    }.From(1);
}
