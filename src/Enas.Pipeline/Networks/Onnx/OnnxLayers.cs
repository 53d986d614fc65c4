using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks.Onnx;

/// <summary>Layers that write a network down as an ONNX graph, for use: dropout, drop path and the auxiliary head are off.</summary>
/// <param name="weights">The network's weights.</param>
/// <param name="statistics">Running statistics of batch norm; null for those of the batch at hand.</param>
/// <param name="epsilon">ε of batch norm.</param>
internal sealed class OnnxLayers(OnnxGraph graph, OnnxWeights weights, OnnxWeights? statistics, float epsilon) : ImageLayers
{
    public override bool IsTraining => false;

    /// <summary>An input of the graph as a tensor; its first dimension stands for any batch.</summary>
    public static Tensor Input(string name, TensorShape shape) => new Value(name, shape);

    /// <summary>A tensor's name in the graph.</summary>
    public static string NameOf(Tensor x) => ((Value)x).Name;

    public override Tensor Convolution(string key, Tensor x, int outputs, int kernel, ConvolutionOptions options, bool rectifyInput = false)
    {
        var weight = weights[key];
        return Convolved(graph.Constant(key, weight.Shape, weight.Values.Span), rectifyInput ? Relu(x) : x, outputs, kernel, options);
    }

    public override Tensor SeparableConvolution(string key, Tensor x, int outputs, int kernel, int stride, bool rectifyInput = false)
    {
        var deep = Convolution(key + "/depthwise",
            x, x.Shape[1], kernel, ConvolutionOptions.Same(kernel, stride, groups: x.Shape[1]), rectifyInput);
        return Convolution(key + "/pointwise", deep, outputs, 1, new ConvolutionOptions(1));
    }

    public override Tensor ReluProjection(IReadOnlyList<string> keys, IReadOnlyList<Tensor> parts, int outputs)
    {
        // Each part has rows of its own in the weight: the sum of their projections is the projection of all.
        Tensor[] projected =
            [.. parts.Select((part, i) => Convolution(keys[i], part, outputs, 1, new ConvolutionOptions(1), rectifyInput: true))];
        return projected.Length == 1 ? projected[0] : Add(projected);
    }

    public override Tensor BatchNorm(string key, Tensor x, bool rectify = false, bool affine = true)
    {
        var normalized = statistics is null ? OfBatch(key, x, affine) : Given(statistics, key, x, affine);
        return rectify ? Relu(normalized) : normalized;
    }

    public override Tensor Relu(Tensor x) => Same(x, "Relu", [NameOf(x)]);

    public override Tensor Add(IReadOnlyList<Tensor> parts) => Same(parts[0], "Sum", [.. parts.Select(NameOf)]);

    public override Tensor ConcatChannels(IReadOnlyList<Tensor> parts) => new Value(
        graph.Node("Concat", [.. parts.Select(NameOf)], OnnxAttribute.Of("axis", 1L)),
        new TensorShape(parts[0].Shape[0], parts.Sum(part => part.Shape[1]), parts[0].Shape[2], parts[0].Shape[3]));

    public override Tensor AveragePool(Tensor x, PoolingOptions options) => Pooled("AveragePool", x, options);

    public override Tensor MaxPool(Tensor x, PoolingOptions options) => Pooled("MaxPool", x, options);

    public override Tensor GlobalAveragePool(Tensor x) =>
        new Value(graph.Node("Flatten", [graph.Node("GlobalAveragePool", [NameOf(x)])], OnnxAttribute.Of("axis", 1L)),
            new TensorShape(x.Shape[0], x.Shape[1]));

    public override Tensor Linear(string key, Tensor x, int outputs, bool bias = false)
    {
        var weight = weights[key];
        var product = graph.Node("MatMul", [NameOf(x), graph.Constant(key, weight.Shape, weight.Values.Span)]);
        return new Value(
            bias ? graph.Node("Add", [product, Channels(weights, key + "/bias")]) : product, new TensorShape(x.Shape[0], outputs));
    }

    public override Tensor Zero(Tensor x) => Same(x, "Mul", [NameOf(x), graph.Constant("zero", [1], [0f])]);

    public override Tensor Dropout(string site, Tensor x, double keep) => x;

    public override Tensor DropPath(string site, Tensor x, double keep) => x;

    private Value Convolved(string weight, Tensor x, int outputs, int kernel, ConvolutionOptions options)
    {
        var (before, after) = (options.PaddingBefore, options.PaddingAfter);
        var input = NameOf(x);
        if (before < 0 || after < 0)
        {
            // Conv knows no negative padding; Pad crops by it.
            input = graph.Node("Pad", [input, graph.Constant($"pads/{before}/{after}", 0, 0, before, before, 0, 0, after, after)]);
            (before, after) = (0, 0);
        }

        var output = graph.Node(
            "Conv",
            [input, weight],
            OnnxAttribute.Of("kernel_shape", kernel, kernel),
            OnnxAttribute.Of("strides", options.Stride, options.Stride),
            OnnxAttribute.Of("dilations", options.Dilation, options.Dilation),
            OnnxAttribute.Of("pads", before, before, after, after),
            OnnxAttribute.Of("group", (long)options.Groups));
        return new Value(output,
            new TensorShape(x.Shape[0], outputs, options.OutputSize(x.Shape[2], kernel), options.OutputSize(x.Shape[3], kernel)));
    }

    private Value Pooled(string operation, Tensor x, PoolingOptions options)
    {
        var output = graph.Node(
            operation,
            [NameOf(x)],
            OnnxAttribute.Of("kernel_shape", options.Size, options.Size),
            OnnxAttribute.Of("strides", options.Stride, options.Stride),
            OnnxAttribute.Of("pads", options.PaddingBefore, options.PaddingBefore, options.PaddingAfter, options.PaddingAfter));
        return new Value(output, new TensorShape(x.Shape[0], x.Shape[1], options.OutputSize(x.Shape[2]), options.OutputSize(x.Shape[3])));
    }

    private Value Given(OnnxWeights given, string key, Tensor x, bool affine) => Same(
        x,
        "BatchNormalization",
        [NameOf(x), Factor(key, x, affine, [x.Shape[1]]), Offset(key, x, affine, [x.Shape[1]]),
            Channels(given, key + "/mean"), Channels(given, key + "/variance")],
        OnnxAttribute.Of("epsilon", epsilon));

    private Value OfBatch(string key, Tensor x, bool affine)
    {
        var axes = OnnxAttribute.Of("axes", 0, 2, 3);
        int[] shape = [1, x.Shape[1], 1, 1];
        var normalized = OnnxBatchNorm.OfBatch(
            graph, NameOf(x), Factor(key, x, affine, shape), Offset(key, x, affine, shape), epsilon, axes);
        return new Value(normalized, x.Shape);
    }

    private string Factor(string key, Tensor x, bool affine, int[] shape) => OfNorm(key + "/gamma", x, affine, shape, 1);

    private string Offset(string key, Tensor x, bool affine, int[] shape) => OfNorm(key + "/beta", x, affine, shape, 0);

    private string OfNorm(string key, Tensor x, bool affine, int[] shape, float standard) => graph.Constant(
        key, shape, affine ? weights[key].Values.Span : [.. Enumerable.Repeat(standard, x.Shape[1])]);

    private string Channels(OnnxWeights source, string key)
    {
        var tensor = source[key];
        return graph.Constant(key, [tensor.Values.Length], tensor.Values.Span);
    }

    private Value Same(Tensor x, string operation, IReadOnlyList<string> inputs, params IEnumerable<OnnxAttribute> attributes) =>
        new(graph.Node(operation, inputs, attributes), x.Shape);

    private sealed class Value(string name, TensorShape shape) : Tensor
    {
        public string Name => name;

        public override TensorShape Shape => shape;
    }
}
