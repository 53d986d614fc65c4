using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>
/// A network of one cell: its path through the supernet, and its fixed network. In both, an edge that reads nothing, and one whose node
/// nobody reads on the way to the output, is left out, as <see cref="NasBench201Function"/> has it; a cell whose output has no input gives
/// zeros.
/// </summary>
/// <param name="edges">The cell: all of its edges, or those that <see cref="Connected"/> leaves.</param>
/// <param name="options">The network's.</param>
/// <param name="classCount">Classes.</param>
internal sealed class NasBench201Graph(IReadOnlyList<NasBench201Edge> edges, ImageNetworkOptions options, int classCount) : ImageGraph
{
    /// <inheritdoc />
    public override ImageOutputs Run(ImageLayers layers, Tensor images) =>
        new NasBench201Network(options, classCount).Run(layers, images, (key, x) => Cell(layers, key, x));

    /// <summary>The edges that lie on a way from the input to the output, in their order.</summary>
    internal static IReadOnlyList<NasBench201Edge> Connected(IReadOnlyList<NasBench201Edge> edges)
    {
        NasBench201Edge[] there = [.. edges.Where(edge => edge.Operation != NasBench201Operation.None)];
        const int output = NasBench201Space.NodeCount - 1;
        var (reached, read) = (new bool[NasBench201Space.NodeCount], new bool[NasBench201Space.NodeCount]);
        (reached[0], read[output]) = (true, true);
        foreach (var edge in there)
        {
            reached[edge.To] |= reached[edge.From];
        }

        // Node by node from the output back: all edges that read a node end at later ones.
        foreach (var edge in there.OrderByDescending(edge => edge.To))
        {
            read[edge.From] |= read[edge.To];
        }

        return [.. there.Where(edge => reached[edge.From] && read[edge.To])];
    }

    private Tensor Cell(ImageLayers layers, string key, Tensor x)
    {
        var nodes = new Tensor?[NasBench201Space.NodeCount];
        nodes[0] = x;
        foreach (var into in edges.GroupBy(edge => edge.To))
        {
            Tensor[] parts = [.. into.Select(edge =>
                NasBench201Layers.Run(layers, key, edge, nodes[edge.From]!, options.BatchNormAffine))];
            nodes[into.Key] = parts.Length == 1 ? parts[0] : layers.Add(parts);
        }

        return nodes[^1] ?? layers.Zero(x);
    }
}
