using static Enas.Pipeline.Spaces.MicroCnn.MicroOperation;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>Convolutional cells that people designed, and the one that others are held against.</summary>
internal static class MicroReferences
{
    // Entry and operation, entry and operation of each node, as the genotypes of DARTS (quark0/darts, cnn/genotypes.py) have it.
    private static readonly (int, MicroOperation, int, MicroOperation)[] s_nasnetNormal =
    [
        (1, SeparableConvolution5, 0, SeparableConvolution3),
        (0, SeparableConvolution5, 0, SeparableConvolution3),
        (1, AveragePool3, 0, Identity),
        (0, AveragePool3, 0, AveragePool3),
        (1, SeparableConvolution3, 1, Identity),
    ];

    private static readonly (int, MicroOperation, int, MicroOperation)[] s_nasnetReduction =
    [
        (1, SeparableConvolution5, 0, SeparableConvolution5),
        (1, MaxPool3, 0, SeparableConvolution5),
        (1, AveragePool3, 0, SeparableConvolution5),
        (3, Identity, 2, AveragePool3),
        (2, SeparableConvolution3, 1, MaxPool3),
    ];

    /// <summary>
    /// A residual cell (He et al. 2016): each node adds what it reads to a 3x3 separable convolution of it, the first one the input before
    /// to one of the last input. And NASNet-A (Zoph et al. 2017) where the space has its five nodes, with 5x5 in place of its 7x7.
    /// </summary>
    public static IReadOnlyList<ReferenceArchitecture> Of(MicroCnnSpace space)
    {
        var residual = Cell(Enumerable.Range(0, space.NodeCount)
            .Select(node => node == 0 ? (1, SeparableConvolution3, 0, Identity) : (node + 1, SeparableConvolution3, node + 1, Identity)));
        var nasnet = new MicroNetwork(Cell(s_nasnetNormal), Cell(s_nasnetReduction));
        return
        [
            .. Held(space, "resnet-micro", new MicroNetwork(residual, residual),
                "He et al. 2016: a residual cell, with separable convolutions"),
            .. Held(space, "nasnet-a", nasnet, "Zoph et al. 2017: NASNet-A, with 5x5 separable convolutions in place of its 7x7"),
        ];
    }

    private static IEnumerable<ReferenceArchitecture> Held(MicroCnnSpace space, string name, MicroNetwork network, string source) =>
        network.Normal.Nodes.Count == space.NodeCount && ((MicroCell[])[network.Normal, network.Reduction])
            .SelectMany(cell => cell.Nodes).SelectMany(node => (MicroInput[])[node.First, node.Second])
            .All(input => space.Operations.Contains(input.Operation))
            ? [new(name, space.FromNetwork(network), source)] : [];

    private static MicroCell Cell(IEnumerable<(int, MicroOperation, int, MicroOperation)> nodes) => new([.. nodes.Select(node =>
        new MicroNode(new MicroInput(node.Item1, node.Item2), new MicroInput(node.Item3, node.Item4)))]);
}
