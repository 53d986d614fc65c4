using Enas.Pipeline.Networks;
using Enas.Pipeline.Tensors;
using TorchSharp;
using F = TorchSharp.torch.nn.functional;
using Tensor = Enas.Pipeline.Tensors.Tensor;

namespace Enas.SideBySide.Networks;

/// <summary>The layers as a user of TorchSharp writes them: one eager call of libtorch for each, recorded by its autograd.</summary>
internal sealed class TorchLayers(TorchWeights weights, double epsilon) : ImageLayers
{
    public override bool IsTraining => true;

    /// <summary>A tensor of libtorch among ours.</summary>
    public static Tensor Wrap(torch.Tensor value) => new Wrapped(value);

    /// <summary>The tensor of libtorch.</summary>
    public static torch.Tensor Unwrap(Tensor x) => ((Wrapped)x).Value;

    public override Tensor Convolution(string key, Tensor x, int outputs, int kernel, ConvolutionOptions options, bool rectifyInput = false)
    {
        var weight = weights.HeNormal(key, outputs, x.Shape[1] / options.Groups, kernel, kernel);
        var input = rectifyInput ? F.relu(Unwrap(x)) : Unwrap(x);
        if (options.PaddingBefore < 0)
        {
            // Shifted by one pixel: the first row and column go, zeros come behind the last ones.
            input = F.pad(input[.., .., 1.., 1..], [0, options.PaddingAfter, 0, options.PaddingAfter]);
            return Wrap(F.conv2d(input, weight, strides: [options.Stride, options.Stride]));
        }

        return Wrap(F.conv2d(
            input, weight, strides: [options.Stride, options.Stride],
                padding: [options.PaddingBefore, options.PaddingBefore], groups: options.Groups));
    }

    public override Tensor SeparableConvolution(string key, Tensor x, int outputs, int kernel, int stride, bool rectifyInput = false)
    {
        var deep = Convolution(key + "/depthwise",
            x, x.Shape[1], kernel, ConvolutionOptions.Same(kernel, stride, groups: x.Shape[1]), rectifyInput);
        return Convolution(key + "/pointwise", deep, outputs, 1, new ConvolutionOptions(1));
    }

    public override Tensor ReluProjection(IReadOnlyList<string> keys, IReadOnlyList<Tensor> parts, int outputs)
    {
        var table = torch.cat([.. parts.Select((part, i) => (torch.Tensor)weights.HeNormal(keys[i], outputs, part.Shape[1], 1, 1))], 1);
        return Wrap(F.conv2d(F.relu(torch.cat([.. parts.Select(Unwrap)], 1)), table));
    }

    public override Tensor BatchNorm(string key, Tensor x, bool rectify = false, bool affine = true)
    {
        torch.Tensor? Weight(string name, float start) => affine ? weights.Constant(key + name, x.Shape[1], start) : null;
        var result = F.batch_norm(Unwrap(x),
            running_mean: null!, running_var: null!, Weight("/gamma", 1)!, Weight("/beta", 0)!, training: true, eps: epsilon);
        return Wrap(rectify ? F.relu(result) : result);
    }

    public override Tensor Relu(Tensor x) => Wrap(F.relu(Unwrap(x)));

    public override Tensor Add(IReadOnlyList<Tensor> parts) => Wrap(parts.Select(Unwrap).Aggregate((sum, part) => sum + part));

    public override Tensor ConcatChannels(IReadOnlyList<Tensor> parts) => Wrap(torch.cat([.. parts.Select(Unwrap)], 1));

    public override Tensor AveragePool(Tensor x, PoolingOptions options) => Wrap(F.avg_pool2d(
        Unwrap(x), [options.Size, options.Size],
            [options.Stride, options.Stride], [options.PaddingBefore, options.PaddingBefore], count_include_pad: false));

    public override Tensor MaxPool(Tensor x, PoolingOptions options) => Wrap(F.max_pool2d(
        Unwrap(x), [options.Size, options.Size], [options.Stride, options.Stride], [options.PaddingBefore, options.PaddingBefore]));

    public override Tensor GlobalAveragePool(Tensor x) => Wrap(Unwrap(x).mean([2, 3]));

    public override Tensor Linear(string key, Tensor x, int outputs, bool bias = false)
    {
        var product = Unwrap(x).matmul(weights.HeNormal(key, x.Shape[1], outputs));
        return Wrap(bias ? product + weights.Constant(key + "/bias", outputs, 0) : product);
    }

    public override Tensor Zero(Tensor x) => Wrap(Unwrap(x) * 0);

    public override Tensor Dropout(string site, Tensor x, double keep) => x;

    public override Tensor DropPath(string site, Tensor x, double keep) => x;

    private sealed class Wrapped(torch.Tensor value) : Tensor
    {
        public torch.Tensor Value => value;

        public override TensorShape Shape { get; } = new([.. value.shape.Select(size => checked((int)size))]);
    }
}
