using Enas.Pipeline.Networks;
using Enas.Pipeline.Tensors;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Networks.ZeroCost;

/// <summary>Layers in float64 on the tape of the oracle, written for these tests alone: with norms, or without them and with every weight
/// by its magnitude; what rectifiers let pass is kept.</summary>
internal sealed class OracleLayers(IStepScope scope, WeightStore store, bool hasNorms) : ImageLayers
{
    private const float Epsilon = 1e-5f;

    /// <summary>The weights of convolutions and linear layers, each once.</summary>
    public List<ReferenceTensor> Products { get; } = [];

    /// <summary>What each rectifier gave, [N, elements].</summary>
    public List<ReferenceTensor> Rectified { get; } = [];

    public override bool IsTraining => false;

    public override Tensor Convolution(
        string key, Tensor x, int outputs, int kernel, ConvolutionOptions options, bool rectifyInput = false)
    {
        var each = x.Shape[1] / options.Groups;
        return scope.Conv2d(rectifyInput ? Relu(x) : x,
            Weight(key, new TensorShape(outputs, each, kernel, kernel), each * kernel * kernel), options);
    }

    public override Tensor SeparableConvolution(string key, Tensor x, int outputs, int kernel, int stride, bool rectifyInput = false) =>
        Convolution(key + "/pointwise",
            Convolution(key + "/depthwise", x, x.Shape[1], kernel, ConvolutionOptions.Same(kernel, stride, groups: x.Shape[1]),
                rectifyInput),
            outputs, 1, new ConvolutionOptions(1));

    public override Tensor ReluProjection(IReadOnlyList<string> keys, IReadOnlyList<Tensor> parts, int outputs) =>
        Add([.. parts.Select((part, i) => Convolution(keys[i], part, outputs, 1, new ConvolutionOptions(1), rectifyInput: true))]);

    public override Tensor BatchNorm(string key, Tensor x, bool rectify = false, bool affine = true)
    {
        var y = x;
        if (hasNorms)
        {
            var row = new TensorShape(1, x.Shape[1]);
            var ones = new float[x.Shape[1]];
            Array.Fill(ones, 1);
            y = scope.BatchNormImages(x, scope.Constant(ones, row), scope.Zeros(row), Epsilon).Output;
        }

        return rectify ? Relu(y) : y;
    }

    public override Tensor Relu(Tensor x)
    {
        var y = scope.Relu(x);
        Rectified.Add((ReferenceTensor)y);
        return y;
    }

    public override Tensor Add(IReadOnlyList<Tensor> parts) => parts.Aggregate(scope.Add);

    public override Tensor ConcatChannels(IReadOnlyList<Tensor> parts) => scope.ConcatChannels(parts);

    public override Tensor AveragePool(Tensor x, PoolingOptions options) => scope.AveragePool2d(x, options);

    public override Tensor MaxPool(Tensor x, PoolingOptions options) => scope.MaxPool2d(x, options);

    public override Tensor GlobalAveragePool(Tensor x) => scope.GlobalAveragePool(x);

    public override Tensor Linear(string key, Tensor x, int outputs, bool bias = false) =>
        scope.MatMul(x, Weight(key, new TensorShape(x.Shape[1], outputs), x.Shape[1]));

    public override Tensor Zero(Tensor x) => scope.Zeros(x.Shape);

    public override Tensor Dropout(string site, Tensor x, double keep) => x;

    public override Tensor DropPath(string site, Tensor x, double keep) => x;

    private ReferenceTensor Weight(string key, TensorShape shape, int fanIn)
    {
        var weight = (ReferenceTensor)store.GetHeNormal(key, shape, fanIn);
        if (!Products.Contains(weight))
        {
            for (var i = 0; i < weight.Values.Length && !hasNorms; i++)
            {
                weight.Values[i] = Math.Abs(weight.Values[i]);
            }

            Products.Add(weight);
        }

        return weight;
    }
}
