using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>The network of a pair of cells, see <see cref="MicroGraph"/>.</summary>
/// <param name="network">The two cells.</param>
/// <param name="options">The network's.</param>
/// <param name="classCount">Classes.</param>
/// <param name="progress">Share of the training that is over, 0 to 1: drop path grows with it.</param>
internal sealed class MicroCnnGraph(MicroNetwork network, ImageNetworkOptions options, int classCount, double progress = 1)
    : MicroGraph(options, classCount, progress)
{
    /// <inheritdoc />
    protected override int NodeCountOf(bool reduction) => CellOf(reduction).Nodes.Count;

    /// <inheritdoc />
    protected override Tensor Node(MicroPlace at, string key, int index, List<Tensor> entries)
    {
        var node = CellOf(at.IsReduction).Nodes[index];
        var first = Branch(at, key + "/first", node.First, entries);
        var second = Branch(at, key + "/second", node.Second, entries);

        // An identity is an entry itself, which other nodes and the output may read.
        return at.Layers.Add(first, second, !entries.Contains(first) ? first : !entries.Contains(second) ? second : null);
    }

    /// <inheritdoc />
    protected override IEnumerable<(int Entry, Tensor Part)> LooseEnds(MicroPlace at, List<Tensor> entries) =>
        CellOf(at.IsReduction).LooseEnds.Select(entry => (entry, AtOutput(at, entry, entries[entry])));

    private MicroCell CellOf(bool reduction) => reduction ? network.Reduction : network.Normal;
}
