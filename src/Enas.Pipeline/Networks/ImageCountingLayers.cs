using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks;

/// <summary>Layers that know shapes only: what a network has and costs, without a backend.</summary>
internal sealed class ImageCountingLayers : ImageLayers
{
    /// <summary>What the keys of an auxiliary head's weights hold after the name of their space.</summary>
    public const string AuxiliaryHead = "/auxiliary";

    private readonly SortedDictionary<string, long> _parameters = new(StringComparer.Ordinal);

    /// <summary>Everything that training has.</summary>
    public override bool IsTraining => true;

    /// <summary>Elements of each weight that was called, by key.</summary>
    public IReadOnlyDictionary<string, long> Parameters => _parameters;

    /// <summary>Multiplications with a weight so far, by nothing but the shapes that were called.</summary>
    public long MultiplyAdds { get; private set; }

    /// <summary>Of these, the auxiliary head's.</summary>
    public long AuxiliaryMultiplyAdds { get; private set; }

    /// <summary>Runs a network on one image.</summary>
    public void Count(ImageGraph graph, ImageShape shape) =>
        graph.Run(this, new Shaped(new TensorShape(1, shape.Channels, shape.Height, shape.Width)));

    public override Tensor Convolution(string key, Tensor x, int outputs, int kernel, ConvolutionOptions options, bool rectifyInput = false)
    {
        var each = x.Shape[1] / options.Groups * kernel * kernel;
        var result = new TensorShape(x.Shape[0], outputs, options.OutputSize(x.Shape[2], kernel), options.OutputSize(x.Shape[3], kernel));
        Add(key, (long)outputs * each, result.ElementCount * each);
        return new Shaped(result);
    }

    public override Tensor SeparableConvolution(string key, Tensor x, int outputs, int kernel, int stride, bool rectifyInput = false)
    {
        var deep = Convolution(key + "/depthwise", x, x.Shape[1], kernel, ConvolutionOptions.Same(kernel, stride, groups: x.Shape[1]));
        return Convolution(key + "/pointwise", deep, outputs, 1, new ConvolutionOptions(1));
    }

    public override Tensor ReluProjection(IReadOnlyList<string> keys, IReadOnlyList<Tensor> parts, int outputs)
    {
        foreach (var (i, part) in parts.Index())
        {
            Convolution(keys[i], part, outputs, 1, new ConvolutionOptions(1));
        }

        return WithChannels(parts[0], outputs);
    }

    public override Tensor BatchNorm(string key, Tensor x, bool rectify = false, bool affine = true)
    {
        if (affine)
        {
            Add(key + "/gamma", x.Shape[1], 0);
            Add(key + "/beta", x.Shape[1], 0);
        }

        return x;
    }

    public override Tensor Relu(Tensor x) => x;

    public override Tensor Add(IReadOnlyList<Tensor> parts) => parts[0];

    public override Tensor ConcatChannels(IReadOnlyList<Tensor> parts) => WithChannels(parts[0], parts.Sum(part => part.Shape[1]));

    public override Tensor AveragePool(Tensor x, PoolingOptions options) => MaxPool(x, options);

    public override Tensor MaxPool(Tensor x, PoolingOptions options) =>
        new Shaped(new TensorShape(x.Shape[0], x.Shape[1], options.OutputSize(x.Shape[2]), options.OutputSize(x.Shape[3])));

    public override Tensor GlobalAveragePool(Tensor x) => new Shaped(new TensorShape(x.Shape[0], x.Shape[1]));

    public override Tensor Linear(string key, Tensor x, int outputs, bool bias = false)
    {
        Add(key, (long)x.Shape[1] * outputs, (long)x.Shape[0] * x.Shape[1] * outputs);
        if (bias)
        {
            // An addition for each output, which published counts of such a layer have.
            Add(key + "/bias", outputs, (long)x.Shape[0] * outputs);
        }

        return new Shaped(new TensorShape(x.Shape[0], outputs));
    }

    public override Tensor Zero(Tensor x) => x;

    public override Tensor Dropout(string site, Tensor x, double keep) => x;

    public override Tensor DropPath(string site, Tensor x, double keep) => x;

    /// <summary>Parameters of the auxiliary head, or of everything else.</summary>
    public long ParametersOf(bool auxiliary) =>
        _parameters.Where(weight => IsAuxiliary(weight.Key) == auxiliary).Sum(weight => weight.Value);

    private static bool IsAuxiliary(string key) => key.Contains(AuxiliaryHead, StringComparison.Ordinal);

    private static Shaped WithChannels(Tensor x, int channels) => new(new TensorShape(x.Shape[0], channels, x.Shape[2], x.Shape[3]));

    private void Add(string key, long parameters, long multiplyAdds)
    {
        _parameters[key] = parameters;
        MultiplyAdds += multiplyAdds;
        AuxiliaryMultiplyAdds += IsAuxiliary(key) ? multiplyAdds : 0;
    }

    private sealed class Shaped(TensorShape shape) : Tensor
    {
        public override TensorShape Shape => shape;
    }
}
