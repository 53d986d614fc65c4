using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks.ZeroCost;

/// <summary>
/// Layers for the synaptic flow (Tanaka et al. 2020, docs/algorithms.md#zero-cost-proxies): every weight by its magnitude, no norm, in
/// float64, on one image. Beside each value v stands its growth dv/dt where all weights are multiplied by t: of a product y = |W| v it is
/// |W| (v + dv/dt), everything else between is linear. At the end the growth is Σ W ∂R/∂W over all weights, by Euler's rule for a sum of
/// products, and no pass backwards is needed. Sums are made in one order: output channel, input channel, row and column of the kernel.
/// </summary>
/// <param name="seed">The seed of the weights, which are those that a store of this seed begins with.</param>
/// <param name="initialization">What they are created with, see <see cref="WeightInitializations"/>.</param>
internal sealed class FlowLayers(ulong seed, string initialization) : ImageLayers
{
    public override bool IsTraining => false;

    public override Tensor Convolution(string key, Tensor x, int outputs, int kernel, ConvolutionOptions options, bool rectifyInput = false)
    {
        var each = x.Shape[1] / options.Groups;
        var weights = Magnitudes(key, new TensorShape(outputs, each, kernel, kernel), each * kernel * kernel);
        var flow = (Flow)x;
        var result = new Flow(new TensorShape(
            1, outputs, options.OutputSize(x.Shape[2], kernel), options.OutputSize(x.Shape[3], kernel)));
        for (var output = 0; output < outputs; output++)
        {
            var first = output / (outputs / options.Groups) * each;
            for (var tap = 0; tap < each * kernel * kernel; tap++)
            {
                var (channel, place) = Math.DivRem(tap, kernel * kernel);
                Accumulate(flow, result, (first + channel, output), (place / kernel, place % kernel),
                    weights[(output * each * kernel * kernel) + tap], options);
            }
        }

        return result;
    }

    public override Tensor SeparableConvolution(string key, Tensor x, int outputs, int kernel, int stride, bool rectifyInput = false)
    {
        var deep = Convolution(key + "/depthwise", x, x.Shape[1], kernel, ConvolutionOptions.Same(kernel, stride, groups: x.Shape[1]));
        return Convolution(key + "/pointwise", deep, outputs, 1, new ConvolutionOptions(1));
    }

    public override Tensor ReluProjection(IReadOnlyList<string> keys, IReadOnlyList<Tensor> parts, int outputs) =>
        Add([.. parts.Select((part, i) => Convolution(keys[i], part, outputs, 1, new ConvolutionOptions(1)))]);

    public override Tensor BatchNorm(string key, Tensor x, bool rectify = false, bool affine = true) => x;

    // Nothing is below 0.
    public override Tensor Relu(Tensor x) => x;

    public override Tensor Add(IReadOnlyList<Tensor> parts)
    {
        var sum = new Flow(parts[0].Shape);
        foreach (var part in parts.Cast<Flow>())
        {
            for (var i = 0; i < sum.Value.Length; i++)
            {
                sum.Value[i] += part.Value[i];
                sum.Growth[i] += part.Growth[i];
            }
        }

        return sum;
    }

    public override Tensor ConcatChannels(IReadOnlyList<Tensor> parts) => new Flow(
        new TensorShape(1, parts.Sum(part => part.Shape[1]), parts[0].Shape[2], parts[0].Shape[3]),
        [.. parts.SelectMany(part => ((Flow)part).Value)], [.. parts.SelectMany(part => ((Flow)part).Growth)]);

    public override Tensor AveragePool(Tensor x, PoolingOptions options) => Pool((Flow)x, options, (window, flow) => (
        window.Aggregate(0.0, (sum, i) => sum + flow.Value[i]) / window.Count,
        window.Aggregate(0.0, (sum, i) => sum + flow.Growth[i]) / window.Count));

    // The first of equal ones in the order of rows.
    public override Tensor MaxPool(Tensor x, PoolingOptions options) => Pool((Flow)x, options, (window, flow) =>
    {
        var largest = window.Aggregate((best, i) => flow.Value[i] > flow.Value[best] ? i : best);
        return (flow.Value[largest], flow.Growth[largest]);
    });

    public override Tensor GlobalAveragePool(Tensor x)
    {
        var (flow, area) = ((Flow)x, x.Shape[2] * x.Shape[3]);
        var mean = new Flow(new TensorShape(1, x.Shape[1]));
        for (var i = 0; i < flow.Value.Length; i++)
        {
            mean.Value[i / area] += flow.Value[i] / area;
            mean.Growth[i / area] += flow.Growth[i] / area;
        }

        return mean;
    }

    // A bias begins at 0.
    public override Tensor Linear(string key, Tensor x, int outputs, bool bias = false)
    {
        var (flow, inputs) = ((Flow)x, x.Shape[1]);
        var weights = Magnitudes(key, new TensorShape(inputs, outputs), inputs);
        var result = new Flow(new TensorShape(1, outputs));
        for (var input = 0; input < inputs; input++)
        {
            for (var output = 0; output < outputs; output++)
            {
                var weight = weights[(input * outputs) + output];
                result.Value[output] = Math.FusedMultiplyAdd(weight, flow.Value[input], result.Value[output]);
                result.Growth[output] = Math.FusedMultiplyAdd(
                    weight, flow.Value[input] + flow.Growth[input], result.Growth[output]);
            }
        }

        return result;
    }

    public override Tensor Zero(Tensor x) => new Flow(x.Shape);

    public override Tensor Dropout(string site, Tensor x, double keep) => x;

    public override Tensor DropPath(string site, Tensor x, double keep) => x;

    private double[] Magnitudes(string key, TensorShape shape, int fanIn) =>
    [
        .. (initialization == WeightInitializations.Uniform
            ? WeightStore.Uniform(seed, key, shape, WeightStore.UniformRange(fanIn)) : WeightStore.HeNormal(seed, key, shape, fanIn))
            .Select(weight => (double)Math.Abs(weight)),
    ];

    // One weight's share of one output channel.
    private static void Accumulate(
        Flow from, Flow to, (int From, int To) channels, (int Row, int Column) tap, double weight, ConvolutionOptions options)
    {
        var (height, width) = (from.Shape[2], from.Shape[3]);
        for (var row = 0; row < to.Shape[2]; row++)
        {
            var y = (row * options.Stride) + (tap.Row * options.Dilation) - options.PaddingBefore;
            if (y < 0 || y >= height)
            {
                continue;
            }

            var (source, target) = (((channels.From * height) + y) * width, ((channels.To * to.Shape[2]) + row) * to.Shape[3]);
            for (var column = 0; column < to.Shape[3]; column++)
            {
                var x = (column * options.Stride) + (tap.Column * options.Dilation) - options.PaddingBefore;
                if (x < 0 || x >= width)
                {
                    continue;
                }

                to.Value[target + column] = Math.FusedMultiplyAdd(weight, from.Value[source + x], to.Value[target + column]);
                to.Growth[target + column] = Math.FusedMultiplyAdd(
                    weight, from.Value[source + x] + from.Growth[source + x], to.Growth[target + column]);
            }
        }
    }

    // Windows hold what lies inside the image.
    private static Flow Pool(Flow flow, PoolingOptions options, Func<IReadOnlyList<int>, Flow, (double Value, double Growth)> merge)
    {
        var (height, width) = (flow.Shape[2], flow.Shape[3]);
        var result = new Flow(new TensorShape(1, flow.Shape[1], options.OutputSize(height), options.OutputSize(width)));
        var window = new List<int>(options.Size * options.Size);
        for (var i = 0; i < result.Value.Length; i++)
        {
            var (above, column) = Math.DivRem(i, result.Shape[3]);
            var (channel, row) = Math.DivRem(above, result.Shape[2]);
            var (top, left) = ((row * options.Stride) - options.PaddingBefore, (column * options.Stride) - options.PaddingBefore);
            window.Clear();
            for (var y = Math.Max(0, top); y < Math.Min(height, top + options.Size); y++)
            {
                for (var x = Math.Max(0, left); x < Math.Min(width, left + options.Size); x++)
                {
                    window.Add((((channel * height) + y) * width) + x);
                }
            }

            (result.Value[i], result.Growth[i]) = merge(window, flow);
        }

        return result;
    }
}
