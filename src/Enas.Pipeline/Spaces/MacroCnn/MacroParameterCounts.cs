using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>Counts of macro networks from shapes, without instantiating anything.</summary>
internal static class MacroParameterCounts
{
    /// <summary>All weights that the supernet can ever use; the multiply-adds are those of the dearest architecture's.</summary>
    public static ImageCounts Supernet(MacroCnnSpace space, ImageNetworkOptions options, ImageShape shape)
    {
        // Together these use every operation of every layer and every skip, so their weights are all there are.
        var all = new ImageCountingLayers();
        var dearest = 0L;
        foreach (var operation in space.Operations)
        {
            var before = all.MultiplyAdds;
            var layers = Enumerable.Range(0, space.LayerCount).Select(layer => new MacroLayer(operation, [.. Enumerable.Range(0, layer)]));
            all.Count(new MacroCnnGraph(new MacroNetwork([.. layers]), options, shape.ClassCount), shape);
            dearest = Math.Max(dearest, all.MultiplyAdds - before);
        }

        return new ImageCounts(all.ParametersOf(auxiliary: false), 0, dearest);
    }

    /// <summary>What one network has and costs under these options: a supernet's for its active part, the fixed network's for
    /// all of it.</summary>
    public static ImageCounts Of(MacroNetwork network, ImageNetworkOptions options, ImageShape shape)
    {
        var layers = new ImageCountingLayers();
        layers.Count(new MacroCnnGraph(network, options, shape.ClassCount), shape);
        return new ImageCounts(layers.ParametersOf(auxiliary: false), 0, layers.MultiplyAdds);
    }
}
