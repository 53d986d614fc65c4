using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks.ZeroCost;

/// <summary>The layers of a network, with somebody who sees what each rectifier reads, or gives: both are above 0 in the same
/// places.</summary>
/// <param name="inner">The layers.</param>
/// <param name="observe">Hears of each rectifier, once for each time that it is called.</param>
internal sealed class ObservedLayers(ImageLayers inner, Action<Tensor> observe) : ImageLayers
{
    public override bool IsTraining => inner.IsTraining;

    public override Tensor Convolution(
        string key, Tensor x, int outputs, int kernel, ConvolutionOptions options, bool rectifyInput = false) =>
        inner.Convolution(key, Seen(x, rectifyInput), outputs, kernel, options, rectifyInput);

    public override Tensor SeparableConvolution(
        string key, Tensor x, int outputs, int kernel, int stride, bool rectifyInput = false) =>
        inner.SeparableConvolution(key, Seen(x, rectifyInput), outputs, kernel, stride, rectifyInput);

    public override Tensor ReluProjection(IReadOnlyList<string> keys, IReadOnlyList<Tensor> parts, int outputs) =>
        inner.ReluProjection(keys, [.. parts.Select(part => Seen(part, true))], outputs);

    public override Tensor BatchNorm(string key, Tensor x, bool rectify = false, bool affine = true) =>
        Seen(inner.BatchNorm(key, x, rectify, affine), rectify);

    public override Tensor Relu(Tensor x) => inner.Relu(Seen(x, true));

    public override Tensor Add(IReadOnlyList<Tensor> parts) => inner.Add(parts);

    public override Tensor ConcatChannels(IReadOnlyList<Tensor> parts) => inner.ConcatChannels(parts);

    public override Tensor AveragePool(Tensor x, PoolingOptions options) => inner.AveragePool(x, options);

    public override Tensor MaxPool(Tensor x, PoolingOptions options) => inner.MaxPool(x, options);

    public override Tensor GlobalAveragePool(Tensor x) => inner.GlobalAveragePool(x);

    public override Tensor Linear(string key, Tensor x, int outputs, bool bias = false) => inner.Linear(key, x, outputs, bias);

    public override Tensor Zero(Tensor x) => inner.Zero(x);

    public override Tensor Dropout(string site, Tensor x, double keep) => inner.Dropout(site, x, keep);

    public override Tensor DropPath(string site, Tensor x, double keep) => inner.DropPath(site, x, keep);

    private Tensor Seen(Tensor x, bool isRectified)
    {
        if (isRectified)
        {
            observe(x);
        }

        return x;
    }
}
