using System.Globalization;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>
/// A network of the micro space (docs/algorithms.md#micro-network), for the supernet and, by its options, for the fixed network: L + 2
/// cells, of which numbers L / 3 and 2 (L / 3) + 1 are reduction cells.
/// </summary>
/// <param name="network">The two cells.</param>
/// <param name="options">The network's.</param>
/// <param name="classCount">Classes.</param>
/// <param name="progress">Share of the training that is over, 0 to 1: drop path grows with it.</param>
internal sealed class MicroCnnGraph(MicroNetwork network, ImageNetworkOptions options, int classCount, double progress = 1) : ImageGraph
{
    private const int StemKernel = 3;
    private const int StemWidening = 3;

    /// <summary>Where the keys of the auxiliary head start.</summary>
    internal const string AuxiliaryKey = "micro" + ImageCountingLayers.AuxiliaryHead;

    private int CellCount => options.Layers + 2;

    private bool IsStrided => options.Reduction == CellReductions.StridedCell;

    /// <inheritdoc />
    public override ImageOutputs Run(ImageLayers layers, Tensor images)
    {
        var width = options.Filters;
        var stem = layers.BatchNorm(
            "micro/stem", layers.Convolution("micro/stem", images, StemWidening * width, StemKernel, ConvolutionOptions.Same(StemKernel)));
        var (before, last) = (stem, stem);
        Tensor? auxiliary = null;
        for (var cell = 0; cell < CellCount; cell++)
        {
            if (IsReduction(cell))
            {
                width *= options.ReductionWidening;
                if (!IsStrided)
                {
                    (before, last) = (last, layers.FactorisedReduction(Invariant($"micro/cell{cell}/reduction"), last, width));
                }
            }

            (before, last) = (last, Cell(layers, cell, before, last, width));
            if (cell == SecondReduction + 1 && layers.IsTraining && options.AuxiliaryWeight > 0)
            {
                auxiliary = AuxiliaryHead(layers, last);
            }
        }

        return new ImageOutputs(layers.Classify("micro/classifier", layers.Relu(last), classCount, options.DropoutKeep), auxiliary);
    }

    private int SecondReduction => (2 * (options.Layers / 3)) + 1;

    private bool IsReduction(int cell) => cell == options.Layers / 3 || cell == SecondReduction;

    private Tensor Cell(ImageLayers layers, int number, Tensor before, Tensor last, int width)
    {
        var key = Invariant($"micro/cell{number}");
        var cell = IsReduction(number) ? network.Reduction : network.Normal;
        var stride = IsReduction(number) && IsStrided ? 2 : 1;
        var entries = new List<Tensor>(Inputs(layers, key, before, last, width));
        foreach (var (index, node) in cell.Nodes.Index())
        {
            var first = Branch(layers, number, Invariant($"{key}/node{index}/first"), node.First, entries, width, stride);
            var second = Branch(layers, number, Invariant($"{key}/node{index}/second"), node.Second, entries, width, stride);
            entries.Add(layers.Add([first, second]));
        }

        return Output(layers, key, cell, entries, width, stride);
    }

    /// <summary>Brings both inputs to the size of the later one and to the cell's width.</summary>
    private Tensor[] Inputs(ImageLayers layers, string key, Tensor before, Tensor last, int width)
    {
        var first = before.Shape[2] != last.Shape[2] || before.Shape[3] != last.Shape[3]
            ? layers.FactorisedReduction(key + "/input0", before, width, rectifyInput: true)
            : WithWidth(layers, key + "/input0", before, width);
        var second = WithWidth(layers, key + "/input1", last, width);
        return [first, options.ProjectSecondInput ? layers.Calibrate(key + "/input1/projection", second, width) : second];
    }

    private static Tensor WithWidth(ImageLayers layers, string key, Tensor x, int width) =>
        x.Shape[1] == width ? x : layers.Calibrate(key, x, width);

    private Tensor Branch(ImageLayers layers, int number, string key, MicroInput input, List<Tensor> entries, int width, int cellStride)
    {
        var stride = input.Entry < 2 ? cellStride : 1;
        var x = entries[input.Entry];
        var at = Invariant($"{key}/{MicroOperationNames.Of(input.Operation)}/entry{input.Entry}");
        if (input.Operation == MicroOperation.Identity)
        {
            return stride == 1 ? x : layers.FactorisedReduction(at, x, width);
        }

        var output = input.Operation switch
        {
            MicroOperation.SeparableConvolution3 => Separable(layers, at, x, width, 3, stride),
            MicroOperation.SeparableConvolution5 => Separable(layers, at, x, width, 5, stride),
            MicroOperation.AveragePool3 => layers.AveragePool(x, PoolingOptions.Same(3, stride)),
            MicroOperation.MaxPool3 => layers.MaxPool(x, PoolingOptions.Same(3, stride)),
            _ => throw new ArgumentOutOfRangeException(nameof(input)),
        };
        return layers.DropPath(key, output, DropPathKeep(number));
    }

    /// <summary>Rectifier, separable convolution, batch norm, twice; only the first has the stride.</summary>
    private static Tensor Separable(ImageLayers layers, string key, Tensor x, int width, int kernel, int stride)
    {
        var once = layers.BatchNorm(key + "/0", layers.SeparableConvolution(key + "/0", x, width, kernel, stride, rectifyInput: true));
        return layers.BatchNorm(key + "/1", layers.SeparableConvolution(key + "/1", once, width, kernel, stride: 1, rectifyInput: true));
    }

    private double DropPathKeep(int cell) => 1 - (progress * ((cell + 1.0) / CellCount) * (1 - options.DropPathKeep));

    private Tensor Output(ImageLayers layers, string key, MicroCell cell, List<Tensor> entries, int width, int stride)
    {
        // An input that nothing reads has not been through a strided branch, so it is still the larger one.
        Tensor[] parts = [.. cell.LooseEnds.Select(entry => entry < 2 && stride > 1
            ? layers.FactorisedReduction(Invariant($"{key}/loose-end{entry}"), entries[entry], width)
            : entries[entry])];
        if (options.LooseEnds == LooseEndMerges.Concatenate)
        {
            return parts.Length == 1 ? parts[0] : layers.ConcatChannels(parts);
        }

        string[] keys = [.. cell.LooseEnds.Select(entry => Invariant($"{key}/output/entry{entry}"))];
        return layers.BatchNorm(key + "/output", layers.ReluProjection(keys, parts, width));
    }

    /// <summary>
    /// Rectifier, 5x5 average pool of stride 3 without padding, 1x1 convolution to 128, convolution over what is left to 768, each with
    /// norm and rectifier, then pool and last layer. Images too small for the pool go in as they are.
    /// </summary>
    private Tensor AuxiliaryHead(ImageLayers layers, Tensor x)
    {
        const string key = AuxiliaryKey;
        var pool = new PoolingOptions(5, 3);
        var rectified = layers.Relu(x);
        var pooled = Math.Min(x.Shape[2], x.Shape[3]) < pool.Size ? rectified : layers.AveragePool(rectified, pool);
        var narrow = layers.BatchNorm(
            key + "/narrow", layers.Convolution(key + "/narrow", pooled, 128, 1, new ConvolutionOptions(1)), rectify: true);
        var side = Math.Min(narrow.Shape[2], narrow.Shape[3]);
        var wide = layers.BatchNorm(
            key + "/wide", layers.Convolution(key + "/wide", narrow, 768, side, new ConvolutionOptions(1)), rectify: true);
        return layers.Linear(key + "/classifier", layers.GlobalAveragePool(wide), classCount);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
