using System.Globalization;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>
/// A network of the macro space (docs/algorithms.md#macro-network), for the supernet and, by its options, for the fixed network. Channels
/// are plain: the channel-range mode, which no released script uses, is not offered. All six operations are what their name says.
/// </summary>
internal sealed class MacroCnnGraph(MacroNetwork network, ImageNetworkOptions options, int classCount) : ImageGraph
{
    private const int StemKernel = 3;

    /// <inheritdoc />
    public override ImageOutputs Run(ImageLayers layers, Tensor images)
    {
        var width = options.Filters;
        var stem = layers.Convolution("macro/stem", images, width, StemKernel, ConvolutionOptions.Same(StemKernel));
        var entries = new List<Tensor> { layers.BatchNorm("macro/stem", stem) };
        for (var layer = 0; layer < network.Layers.Count; layer++)
        {
            entries.Add(Layer(layers, layer, entries, width));
            if (IsReduced(layer, network.Layers.Count))
            {
                width *= options.ReductionWidening;
                Reduce(layers, layer, entries, width);
            }
        }

        return new ImageOutputs(layers.Classify("macro/classifier", entries[^1], classCount, options.DropoutKeep), null);
    }

    /// <summary>Whether the image is halved behind a layer.</summary>
    internal static bool IsReduced(int layer, int layerCount) => layer + 1 == layerCount / 3 || layer + 1 == 2 * layerCount / 3;

    /// <summary>Every kept tensor that a later layer reads goes through a reduction of its own.</summary>
    private void Reduce(ImageLayers layers, int layer, List<Tensor> entries, int width)
    {
        for (var entry = 0; entry < entries.Count; entry++)
        {
            if (entry == entries.Count - 1 || network.Layers.Skip(layer + 1).Any(later => later.Skips.Contains(entry)))
            {
                entries[entry] = layers.FactorisedReduction(Invariant($"macro/reduction{layer}/entry{entry}"), entries[entry], width);
            }
        }
    }

    private Tensor Layer(ImageLayers layers, int layer, List<Tensor> entries, int width)
    {
        var (key, skips) = (Invariant($"macro/layer{layer}"), network.Layers[layer].Skips);
        var output = Operation(layers,
            $"{key}/{MacroOperationNames.Of(network.Layers[layer].Operation)}", network.Layers[layer].Operation, entries[layer], width);
        if (layer == 0)
        {
            return output;
        }

        Tensor[] parts = [output, .. skips.Select(entry => entries[entry])];
        if (options.SkipMerge == SkipMerges.Sum)
        {
            return layers.BatchNorm(key + "/sum", parts.Length == 1 ? output : layers.Add(parts));
        }

        string[] keys = [key + "/merge/operation", .. skips.Select(entry => Invariant($"{key}/merge/entry{entry}"))];
        return layers.BatchNorm(key + "/merge", layers.ReluProjection(keys, parts, width));
    }

    /// <summary>What a layer does to what it reads.</summary>
    internal static Tensor Operation(ImageLayers layers, string key, MacroOperation operation, Tensor x, int width)
    {
        var input = layers.BatchNorm(
            key + "/input", layers.Convolution(key + "/input", x, width, 1, new ConvolutionOptions(1)), rectify: true);
        return operation switch
        {
            MacroOperation.Convolution3 => Convolution(layers, key, input, width, 3),
            MacroOperation.Convolution5 => Convolution(layers, key, input, width, 5),
            MacroOperation.SeparableConvolution3 => Separable(layers, key, input, width, 3),
            MacroOperation.SeparableConvolution5 => Separable(layers, key, input, width, 5),
            MacroOperation.AveragePool3 => layers.AveragePool(input, PoolingOptions.Same(3)),
            MacroOperation.MaxPool3 => layers.MaxPool(input, PoolingOptions.Same(3)),
            _ => MacroOperationNames.List.Run((int)operation, new(layers, key, input, width, Stride: 1)),
        };
    }

    private static Tensor Convolution(ImageLayers layers, string key, Tensor x, int width, int kernel) =>
        layers.BatchNorm(key, layers.Convolution(key, x, width, kernel, ConvolutionOptions.Same(kernel)), rectify: true);

    private static Tensor Separable(ImageLayers layers, string key, Tensor x, int width, int kernel) =>
        layers.BatchNorm(key, layers.SeparableConvolution(key, x, width, kernel, stride: 1), rectify: true);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
