using System.Globalization;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>
/// The mixture of all whole networks (docs/algorithms.md#mixtures): a layer is the weighted sum over its operations, and an earlier entry
/// is added with the weight of its skip's "yes".
/// </summary>
/// <param name="mixing">What each option counts.</param>
/// <param name="options">The network's.</param>
/// <param name="classCount">Classes.</param>
internal sealed class MacroMixtureGraph(MacroCnnSpace space, IMixing mixing, ImageNetworkOptions options, int classCount) : ImageGraph
{
    private const int StemKernel = 3;
    private const int Yes = 1;

    /// <inheritdoc />
    public override ImageOutputs Run(ImageLayers layers, Tensor images)
    {
        var width = options.Filters;
        var stem = layers.Convolution("macro/stem", images, width, StemKernel, ConvolutionOptions.Same(StemKernel));
        var entries = new List<Tensor> { layers.BatchNorm("macro/stem", stem) };
        for (var layer = 0; layer < space.LayerCount; layer++)
        {
            entries.Add(Layer(layers, layer, entries, width));
            if (MacroCnnGraph.IsReduced(layer, space.LayerCount))
            {
                width *= options.ReductionWidening;
                Reduce(layers, layer, entries, width);
            }
        }

        return new ImageOutputs(layers.Classify("macro/classifier", entries[^1], classCount, options.DropoutKeep), null);
    }

    // Every kept tensor that a later layer may read goes through a reduction of its own.
    private void Reduce(ImageLayers layers, int layer, List<Tensor> entries, int width)
    {
        for (var entry = 0; entry < entries.Count; entry++)
        {
            if (entry == entries.Count - 1
                || Enumerable.Range(layer + 1, space.LayerCount - layer - 1).Any(later => mixing.Runs(SkipOf(later, entry), Yes)))
            {
                entries[entry] = layers.FactorisedReduction(Invariant($"macro/reduction{layer}/entry{entry}"), entries[entry], width);
            }
        }
    }

    private Tensor Layer(ImageLayers layers, int layer, List<Tensor> entries, int width)
    {
        var key = Invariant($"macro/layer{layer}");
        var choice = MacroCnnSpace.FirstDecisionOf(layer);
        var output = mixing.Mix(choice, [.. space.Operations.Index().Where(option => mixing.Runs(choice, option.Index))
            .Select(option => MacroCnnGraph.Operation(
                layers, $"{key}/{MacroOperationNames.Of(option.Item)}", option.Item, entries[layer], width))]);
        if (layer == 0)
        {
            return output;
        }

        int[] skips = [.. Enumerable.Range(0, layer).Where(entry => mixing.Runs(SkipOf(layer, entry), Yes))];
        Tensor[] parts = [output, .. skips.Select(entry => mixing.Share(SkipOf(layer, entry), Yes, entries[entry]))];
        if (options.SkipMerge == SkipMerges.Sum)
        {
            return layers.BatchNorm(key + "/sum", parts.Length == 1 ? output : layers.Add(parts));
        }

        string[] keys = [key + "/merge/operation", .. skips.Select(entry => Invariant($"{key}/merge/entry{entry}"))];
        return layers.BatchNorm(key + "/merge", layers.ReluProjection(keys, parts, width));
    }

    private static int SkipOf(int layer, int entry) => MacroCnnSpace.FirstDecisionOf(layer) + 1 + entry;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
