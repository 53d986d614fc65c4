using System.Globalization;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>
/// A network of the micro space (docs/algorithms.md#micro-network), for the supernet and, by its options, for the fixed network: L + 2
/// cells, of which numbers L / 3 and 2 (L / 3) + 1 are reduction cells. What a cell does between its inputs and its output is the caller's:
/// one architecture, or a mixture of all, by the same keys.
/// </summary>
/// <param name="options">The network's.</param>
/// <param name="classCount">Classes.</param>
/// <param name="progress">Share of the training that is over, 0 to 1: drop path grows with it.</param>
internal abstract class MicroGraph(ImageNetworkOptions options, int classCount, double progress) : ImageGraph
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

    /// <summary>The nodes of a cell.</summary>
    /// <param name="reduction">Whether it is the reduction cell.</param>
    protected abstract int NodeCountOf(bool reduction);

    /// <summary>A node of a cell: the sum of its two branches.</summary>
    protected abstract Tensor Node(MicroPlace at, string key, int index, List<Tensor> entries);

    /// <summary>The parts of the output by their entries, as the loose ends are.</summary>
    protected abstract IEnumerable<(int Entry, Tensor Part)> LooseEnds(MicroPlace at, List<Tensor> entries);

    private Tensor Cell(ImageLayers layers, int number, Tensor before, Tensor last, int width)
    {
        var key = Invariant($"micro/cell{number}");
        var at = new MicroPlace(layers, number, key, IsReduction(number), width, IsReduction(number) && IsStrided ? 2 : 1);
        var entries = new List<Tensor>(Inputs(layers, key, before, last, width));
        for (var index = 0; index < NodeCountOf(at.IsReduction); index++)
        {
            entries.Add(Node(at, Invariant($"{key}/node{index}"), index, entries));
        }

        return Output(at, LooseEnds(at, entries));
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

    /// <summary>A branch of a node.</summary>
    /// <param name="at">The cell.</param>
    /// <param name="key">Where the branch's keys begin.</param>
    /// <param name="input">What it reads and does.</param>
    /// <param name="entries">The entries so far.</param>
    protected Tensor Branch(MicroPlace at, string key, MicroInput input, List<Tensor> entries)
    {
        var (layers, number, width) = (at.Layers, at.Number, at.Width);
        var stride = input.Entry < 2 ? at.Stride : 1;
        var x = entries[input.Entry];
        var place = Invariant($"{key}/{MicroOperationNames.Of(input.Operation)}/entry{input.Entry}");
        if (input.Operation == MicroOperation.Identity)
        {
            return stride == 1 ? x : layers.FactorisedReduction(place, x, width);
        }

        var output = input.Operation switch
        {
            MicroOperation.SeparableConvolution3 => Separable(layers, place, x, width, 3, stride),
            MicroOperation.SeparableConvolution5 => Separable(layers, place, x, width, 5, stride),
            MicroOperation.AveragePool3 => layers.AveragePool(x, PoolingOptions.Same(3, stride)),
            MicroOperation.MaxPool3 => layers.MaxPool(x, PoolingOptions.Same(3, stride)),
            _ => MicroOperationNames.List.Run((int)input.Operation, new(layers, place, x, width, stride)),
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

    /// <summary>An entry at the size of the output: an input that nothing reads has not been through a strided branch, so it is still the
    /// larger one.</summary>
    protected static Tensor AtOutput(MicroPlace at, int entry, Tensor x) => entry < 2 && at.Stride > 1
        ? at.Layers.FactorisedReduction(Invariant($"{at.Key}/loose-end{entry}"), x, at.Width) : x;

    private Tensor Output(MicroPlace at, IEnumerable<(int Entry, Tensor Part)> looseEnds)
    {
        var (layers, ends) = (at.Layers, looseEnds.ToArray());
        Tensor[] parts = [.. ends.Select(end => end.Part)];
        if (options.LooseEnds == LooseEndMerges.Concatenate)
        {
            return parts.Length == 1 ? parts[0] : layers.ConcatChannels(parts);
        }

        string[] keys = [.. ends.Select(end => Invariant($"{at.Key}/output/entry{end.Entry}"))];
        return layers.BatchNorm(at.Key + "/output", layers.ReluProjection(keys, parts, at.Width));
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

/// <summary>A cell that is being computed.</summary>
/// <param name="Number">Its number in the network.</param>
/// <param name="Key">Where its keys begin.</param>
/// <param name="IsReduction">Whether it is a reduction cell.</param>
/// <param name="Width">Its channels.</param>
/// <param name="Stride">The stride of branches that read its inputs.</param>
internal sealed record MicroPlace(ImageLayers Layers, int Number, string Key, bool IsReduction, int Width, int Stride);
