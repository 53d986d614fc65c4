using System.Globalization;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>
/// What is the same in every network of the benchmark (docs/algorithms.md#nas-bench-201-network): a 3x3 convolution to C channels with its
/// norm, N cells, a residual block that halves the image and doubles the channels, N cells, another one, N cells, norm and rectifier,
/// global average and a linear layer with a bias. What a cell does is the caller's: one path, or a mixture of all, by the same keys.
/// </summary>
/// <param name="options">The network's: C, N and the rest.</param>
/// <param name="classCount">Classes.</param>
internal sealed class NasBench201Network(ImageNetworkOptions options, int classCount)
{
    private const string Key = NasBench201Space.Name;
    private const int StageCount = 3;
    private const int Kernel = 3;
    private const int ReductionStride = 2;

    /// <summary>What a cell does to its input [N, C, H, W], whose shape its output has.</summary>
    /// <param name="key">Where the keys of the cell's weights begin.</param>
    /// <param name="x">The input.</param>
    public delegate Tensor Cell(string key, Tensor x);

    /// <summary>Runs the network on images [N, C, H, W].</summary>
    public ImageOutputs Run(ImageLayers layers, Tensor images, Cell cell)
    {
        const string stem = Key + "/stem";
        var width = options.Filters;
        var x = layers.BatchNorm(stem, layers.Convolution(stem, images, width, Kernel, ConvolutionOptions.Same(Kernel)));
        for (var stage = 0; stage < StageCount; stage++)
        {
            if (stage > 0)
            {
                width *= ReductionStride;
                x = Reduction(layers, Invariant($"{Key}/reduction{stage}"), x, width);
            }

            for (var i = 0; i < options.Layers; i++)
            {
                x = cell(Invariant($"{Key}/cell{(stage * options.Layers) + i}"), x);
            }
        }

        var last = layers.BatchNorm(Key + "/last", x, rectify: true);
        return new ImageOutputs(layers.Classify(Key + "/classifier", last, classCount, options.DropoutKeep, bias: true), null);
    }

    /// <summary>
    /// The basic residual block of stride 2: rectifier, 3x3 convolution and norm, twice, of which the first halves the image; beside it the
    /// mean of each 2x2 pixels and a 1x1 convolution. The last pixels of an image of odd size are averaged by themselves.
    /// </summary>
    private static Tensor Reduction(ImageLayers layers, string key, Tensor x, int width)
    {
        var first = layers.BatchNorm(key + "/first", layers.Convolution(
            key + "/first", x, width, Kernel, ConvolutionOptions.Same(Kernel, ReductionStride), rectifyInput: true));
        var second = layers.BatchNorm(key + "/second", layers.Convolution(
            key + "/second", first, width, Kernel, ConvolutionOptions.Same(Kernel), rectifyInput: true));
        var isOdd = x.Shape[2] % ReductionStride != 0 || x.Shape[3] % ReductionStride != 0;
        var pooled = layers.AveragePool(x, new PoolingOptions(ReductionStride, ReductionStride, 0, isOdd ? 1 : 0));
        return layers.Add([layers.Convolution(key + "/shortcut", pooled, width, 1, new ConvolutionOptions(1)), second]);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
