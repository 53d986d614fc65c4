using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>Counts of micro networks from shapes, without instantiating anything.</summary>
internal static class MicroParameterCounts
{
    /// <summary>All weights that the supernet can ever use; the multiply-adds are the largest over uniform cells (all
    /// branches one operation).</summary>
    public static ImageCounts Supernet(MicroCnnSpace space, ImageNetworkOptions options, ImageShape shape)
    {
        // Together these read every entry by every operation in both branches of every node, and leave every entry loose.
        var all = new ImageCountingLayers();
        var dearest = 0L;
        foreach (var operation in space.Operations)
        {
            for (var entry = 0; entry < space.NodeCount + 1; entry++)
            {
                var before = (all.MultiplyAdds, all.AuxiliaryMultiplyAdds);
                var cell = Uniform(space.NodeCount, operation, entry);
                all.Count(new MicroCnnGraph(new MicroNetwork(cell, cell), options, shape.ClassCount), shape);
                dearest = Math.Max(dearest,
                    all.MultiplyAdds - before.MultiplyAdds - (all.AuxiliaryMultiplyAdds - before.AuxiliaryMultiplyAdds));
            }
        }

        return new ImageCounts(all.ParametersOf(auxiliary: false), all.ParametersOf(auxiliary: true), dearest);
    }

    /// <summary>What one network has and costs under these options: a supernet's for its active part, the fixed network's for
    /// all of it.</summary>
    public static ImageCounts Of(MicroNetwork network, ImageNetworkOptions options, ImageShape shape)
    {
        var layers = new ImageCountingLayers();
        layers.Count(new MicroCnnGraph(network, options, shape.ClassCount), shape);
        return new ImageCounts(layers.ParametersOf(auxiliary: false),
            layers.ParametersOf(auxiliary: true), layers.MultiplyAdds - layers.AuxiliaryMultiplyAdds);
    }

    /// <summary>Every branch reads one entry, or the last there is, by one operation.</summary>
    private static MicroCell Uniform(int nodeCount, MicroOperation operation, int entry) =>
        new([.. Enumerable.Range(0, nodeCount).Select(node =>
    {
        var input = new MicroInput(Math.Min(entry, node + 1), operation);
        return new MicroNode(input, input);
    })]);
}
