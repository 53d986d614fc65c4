using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>
/// The mixture of all pairs of cells (docs/algorithms.md#mixtures): a branch is the weighted sum over its entries and operations, and each
/// entry counts in the output as far as nothing reads it.
/// </summary>
/// <param name="mixing">What each option counts.</param>
/// <param name="options">The network's.</param>
/// <param name="classCount">Classes.</param>
internal sealed class MicroMixtureGraph(MicroCnnSpace space, IMixing mixing, ImageNetworkOptions options, int classCount)
    : MicroGraph(options, classCount, progress: 1)
{
    private const int BranchesOfANode = 2;

    /// <inheritdoc />
    protected override int NodeCountOf(bool reduction) => space.NodeCount;

    /// <inheritdoc />
    protected override Tensor Node(MicroPlace at, string key, int index, List<Tensor> entries)
    {
        var first = Branch(at, key + "/first", ChoiceOf(at.IsReduction, index, 0), entries);
        return at.Layers.Add([first, Branch(at, key + "/second", ChoiceOf(at.IsReduction, index, 1), entries)]);
    }

    /// <inheritdoc />
    protected override IEnumerable<(int Entry, Tensor Part)> LooseEnds(MicroPlace at, List<Tensor> entries)
    {
        foreach (var (entry, x) in entries.Index())
        {
            // Scaled behind the reduction, whose norm would undo it.
            if (mixing.Loose(() => AtOutput(at, entry, x), ReadersOf(at.IsReduction, entry)) is { } loose)
            {
                yield return (entry, loose);
            }
        }
    }

    private Tensor Branch(MicroPlace at, string key, int choice, List<Tensor> entries)
    {
        var parts = new List<Tensor>();
        for (var option = 0; option < entries.Count * space.Operations.Count; option++)
        {
            if (mixing.Runs(choice, option))
            {
                var (entry, operation) = Math.DivRem(option, space.Operations.Count);
                parts.Add(Branch(at, key, new MicroInput(entry, space.Operations[operation]), entries));
            }
        }

        return mixing.Mix(choice, parts);
    }

    // The options of later branches that read an entry stand together: entries run slower than operations.
    private IEnumerable<OptionRange> ReadersOf(bool reduction, int entry) =>
        from node in Enumerable.Range(0, space.NodeCount)
        where node + 2 > entry
        from branch in Enumerable.Range(0, BranchesOfANode)
        select new OptionRange(ChoiceOf(reduction, node, branch), entry * space.Operations.Count, space.Operations.Count);

    private int ChoiceOf(bool reduction, int node, int branch) =>
        ((((reduction ? 1 : 0) * space.NodeCount) + node) * BranchesOfANode) + branch;
}
