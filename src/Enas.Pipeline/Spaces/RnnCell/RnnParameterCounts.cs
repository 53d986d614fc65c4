using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>Parameter counts from shapes, without instantiating anything. Batch norm's scales and shifts are not counted, as in the
/// published numbers.</summary>
internal static class RnnParameterCounts
{
    /// <summary>All weights that the supernet can ever use.</summary>
    public static long Supernet(RnnCellSpace space, RecurrentNetworkOptions network, int vocabularySize)
    {
        long n = space.NodeCount;
        var edges = n * (n - 1) / 2;
        long perEdge = network.Sharing == "edge" ? 1 : space.Activations.Count;
        var firstNode = network.Sharing == "edge" || !space.FirstActivationIsSampled ? 1 : space.Activations.Count;
        return Outside(network, vocabularySize) + (Product(network) * ((edges * perEdge) + (2 * firstNode)));
    }

    /// <summary>The weights of one fixed cell: N - 1 edges and the two products of node 0.</summary>
    public static long Final(RnnCellSpace space, RecurrentNetworkOptions network, int vocabularySize) =>
        Outside(network, vocabularySize) + (Product(network) * (space.NodeCount + 1));

    /// <summary>Scales and shifts of batch norm, which the other counts leave out: 2 H after the mean, and 4 H after every node where nodes
    /// have one.</summary>
    public static long BatchNorm(RnnCellSpace space, RecurrentNetworkOptions network) => network.BatchNorm switch
    {
        "none" => 0,
        "average" => 2L * network.Hidden,
        _ => (2L * network.Hidden) + (4L * network.Hidden * space.NodeCount),
    };

    private static long Product(RecurrentNetworkOptions network) => 2L * network.Hidden * network.Hidden;

    private static long Outside(RecurrentNetworkOptions network, int vocabularySize) =>
        ((long)vocabularySize * network.Hidden * (network.TiedDecoder ? 1 : 2)) + (network.DecoderBias ? vocabularySize : 0);
}
