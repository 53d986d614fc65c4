using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks;

/// <summary>What one run of a network is for.</summary>
/// <param name="IsTraining">Dropout, drop path and the auxiliary head are on.</param>
/// <param name="Given">Statistics that batch norm takes; null for those of the batch itself.</param>
/// <param name="Step">The step that masks are drawn for.</param>
internal readonly record struct ImageRun(bool IsTraining, WeightStore? Given, long Step);

/// <summary>Layers computed in one step's scope, with the weights of a store.</summary>
internal sealed class ImageStepLayers(
    IStepScope scope, WeightStore store, ImageNetworkOptions options, ulong seed, string streamPrefix, ImageRun run) : ImageLayers
{
    private readonly List<KeyValuePair<string, Tensor>> _weights = [];
    private readonly List<(string Key, BatchNormImagesResult Result)> _norms = [];

    private bool IsUniform => options.Initialization == WeightInitializations.Uniform;

    public override bool IsTraining => run.IsTraining;

    /// <summary>The weights that were used, each once, in order of first use.</summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> Weights => _weights;

    public override Tensor Convolution(string key, Tensor x, int outputs, int kernel, ConvolutionOptions options, bool rectifyInput = false)
    {
        var weight = Kernel(key, new TensorShape(outputs, x.Shape[1] / options.Groups, kernel, kernel));
        return rectifyInput ? scope.ReluConv2d(x, weight, options) : scope.Conv2d(x, weight, options);
    }

    public override Tensor SeparableConvolution(string key, Tensor x, int outputs, int kernel, int stride, bool rectifyInput = false)
    {
        var depthwise = Kernel(key + "/depthwise", new TensorShape(x.Shape[1], 1, kernel, kernel));
        var pointwise = Kernel(key + "/pointwise", new TensorShape(outputs, x.Shape[1], 1, 1));
        return scope.SeparableConv2d(rectifyInput ? scope.Relu(x) : x, depthwise, pointwise, ConvolutionOptions.Same(kernel, stride));
    }

    public override Tensor ReluProjection(IReadOnlyList<string> keys, IReadOnlyList<Tensor> parts, int outputs)
    {
        // A norm follows, so the scale of the start does not matter, and it may not depend on which other parts there are.
        var weights = parts.Select((part, i) => Kernel(keys[i], new TensorShape(outputs, part.Shape[1], 1, 1))).ToArray();
        if (parts.Count == 1)
        {
            return scope.ReluConv2d(parts[0], weights[0], new ConvolutionOptions(1));
        }

        var rows = weights.Select(weight => scope.Reshape(weight, new TensorShape(outputs, weight.Shape[1]))).ToArray();
        var weight = scope.Reshape(scope.ConcatColumns(rows), new TensorShape(outputs, parts.Sum(part => part.Shape[1]), 1, 1));
        return scope.ReluConv2d(scope.ConcatChannels(parts), weight, new ConvolutionOptions(1));
    }

    public override Tensor BatchNorm(string key, Tensor x, bool rectify = false, bool affine = true)
    {
        var (gamma, beta) = affine
            ? (Constant(key + "/gamma", x.Shape[1], 1), Constant(key + "/beta", x.Shape[1], 0))
            : (scope.Affine(scope.Zeros(new TensorShape(1, x.Shape[1])), 1, 1), scope.Zeros(new TensorShape(1, x.Shape[1])));
        var epsilon = (float)options.BatchNormEpsilon;
        if (run.Given is { } given)
        {
            var (mean, variance) = Statistics(given, key, x.Shape[1]);
            return scope.NormalizeImages(x, gamma, beta, mean, variance, epsilon, rectify);
        }

        var result = scope.BatchNormImages(x, gamma, beta, epsilon, rectify);
        _norms.Add((key, result));
        return result.Output;
    }

    public override Tensor Relu(Tensor x) => scope.Relu(x);

    public override Tensor Add(IReadOnlyList<Tensor> parts)
    {
        var ones = new float[parts.Count];
        Array.Fill(ones, 1);
        return parts.Count == 2 ? scope.Add(parts[0], parts[1]) : scope.WeightedSum(parts, ones);
    }

    public override Tensor Add(Tensor first, Tensor second, Tensor? spare) =>
        spare is null ? scope.Add(first, second) : scope.AddOver(first, second, spare);

    public override Tensor ConcatChannels(IReadOnlyList<Tensor> parts) => scope.ConcatChannels(parts);

    public override Tensor AveragePool(Tensor x, PoolingOptions options) => scope.AveragePool2d(x, options);

    public override Tensor MaxPool(Tensor x, PoolingOptions options) => scope.MaxPool2d(x, options);

    public override Tensor GlobalAveragePool(Tensor x) => scope.GlobalAveragePool(x);

    public override Tensor Linear(string key, Tensor x, int outputs, bool bias = false)
    {
        var product = scope.MatMul(x, Used(key, Created(key, new TensorShape(x.Shape[1], outputs), x.Shape[1])));
        return bias ? scope.Add(product, Used(key + "/bias", Bias(key + "/bias", outputs, x.Shape[1]))) : product;
    }

    // Times zero rather than new zeros, so that what is before it has a gradient, if only of zeros.
    public override Tensor Zero(Tensor x) => scope.Affine(x, 0, 0);

    public override Tensor Dropout(string site, Tensor x, double keep) =>
        IsTraining && keep < 1 ? scope.Multiply(x, Mask("dropout/" + site, x.Shape, keep)) : x;

    public override Tensor DropPath(string site, Tensor x, double keep) =>
        IsTraining && keep < 1 ? scope.MultiplyImages(x, Mask("drop-path/" + site, new TensorShape(x.Shape[0], 1), keep)) : x;

    /// <summary>Moves averages towards the statistics of this run, average ← average + weight·(statistic - average).</summary>
    public void UpdateAverages(WeightStore averages, float weight)
    {
        foreach (var (key, result) in _norms)
        {
            var (mean, variance) = Statistics(averages, key, result.Output.Shape[1]);
            scope.UpdateAverage(mean, result.Mean, weight);
            scope.UpdateAverage(variance, result.Variance, weight);
        }
    }

    private static (Tensor Mean, Tensor Variance) Statistics(WeightStore averages, string key, int channels) =>
        (averages.GetConstant(key + "/mean", new TensorShape(1, channels), 0),
            averages.GetConstant(key + "/variance", new TensorShape(1, channels), 1));

    private Tensor Kernel(string key, TensorShape shape) => Used(key, Created(key, shape, shape[1] * shape[2] * shape[3]));

    private Tensor Created(string key, TensorShape shape, int fanIn) => IsUniform
        ? store.Get(key, shape, WeightStore.UniformRange(fanIn)) : store.GetHeNormal(key, shape, fanIn);

    private Tensor Bias(string key, int outputs, int fanIn) =>
        store.Get(key, new TensorShape(1, outputs), IsUniform ? WeightStore.UniformRange(fanIn) : 0);

    private Tensor Constant(string key, int channels, float value) =>
        Used(key, store.GetConstant(key, new TensorShape(1, channels), value));

    private Tensor Used(string key, Tensor weight)
    {
        if (!_weights.Any(used => ReferenceEquals(used.Value, weight)))
        {
            _weights.Add(new(key, weight));
        }

        return weight;
    }

    private Tensor Mask(string stream, TensorShape shape, double keep)
    {
        var mask = new float[shape.ElementCount];
        new RandomStream(seed, streamPrefix + stream).FillDropoutMask(mask, run.Step, 0, 1 - keep);
        return scope.Constant(mask, shape);
    }
}
