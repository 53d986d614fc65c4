using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>
/// The mixture of all cells (docs/algorithms.md#mixtures): an edge is the weighted sum over its operations, of which "none" gives zeros. On
/// a path nothing is computed that the path's own network leaves out.
/// </summary>
/// <param name="mixing">What each option counts.</param>
/// <param name="options">The network's.</param>
/// <param name="classCount">Classes.</param>
internal sealed class NasBench201MixtureGraph(IMixing mixing, ImageNetworkOptions options, int classCount) : ImageGraph
{
    private static readonly NasBench201Operation[] s_operations = Enum.GetValues<NasBench201Operation>();

    private readonly IReadOnlyList<NasBench201Edge> _edges = NasBench201Graph.Connected(
        [.. from edge in NasBench201Space.Edges.Index()
            from operation in s_operations
            where mixing.Runs(edge.Index, (int)operation)
            select edge.Item with { Operation = operation }]);

    /// <inheritdoc />
    public override ImageOutputs Run(ImageLayers layers, Tensor images) =>
        new NasBench201Network(options, classCount).Run(layers, images, (key, x) => Cell(layers, key, x));

    private Tensor Cell(ImageLayers layers, string key, Tensor x)
    {
        var nodes = new Tensor?[NasBench201Space.NodeCount];
        nodes[0] = x;
        foreach (var (choice, edge) in NasBench201Space.Edges.Index())
        {
            var operations = s_operations.Where(operation => mixing.Runs(choice, (int)operation)).ToArray();
            if (!_edges.Any(there => (there.From, there.To) == (edge.From, edge.To)) || nodes[edge.From] is not { } read)
            {
                continue;
            }

            var mixed = mixing.Mix(choice, [.. operations.Select(operation =>
                NasBench201Layers.Run(layers, key, edge with { Operation = operation }, read, options.BatchNormAffine))]);
            nodes[edge.To] = nodes[edge.To] is { } sum ? layers.Add([sum, mixed]) : mixed;
        }

        return nodes[^1] ?? layers.Zero(x);
    }
}
