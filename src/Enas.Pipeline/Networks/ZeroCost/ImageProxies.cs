using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks.ZeroCost;

/// <summary>
/// What zero-cost proxies say of convolutional networks with fresh weights (docs/algorithms.md#zero-cost-proxies). All architectures get
/// their weights from one seed, by key, and see one training batch, so a difference of two values is one of two architectures. Norms take
/// the statistics of the batch; dropout and an auxiliary head are off.
/// </summary>
internal sealed class ImageProxies : IProxyMeter
{
    /// <summary>What precedes the names of its streams of order and augmentation.</summary>
    public const string StreamPrefix = "proxies/";

    private const int ForwardAndBackward = 3;

    private readonly ITensorBackend _backend;
    private readonly ImageNetworkFamily _family;
    private readonly ImageNetworkOptions _options;
    private readonly ImageShape _shape;
    private readonly ImageCosts _costs;
    private readonly ulong _seed;
    private readonly Lazy<ImageBatch> _batch;
    private readonly int _batchSize;

    /// <summary>The proxies of a space's networks.</summary>
    /// <param name="backend">What computes; not owned.</param>
    /// <param name="options">The networks: width, depth and the like.</param>
    /// <param name="batches">Images, whose first training batch all networks see.</param>
    /// <param name="batchSize">Images of that batch.</param>
    /// <param name="seed">The seed of the weights.</param>
    /// <exception cref="DataException">There are fewer training images.</exception>
    public ImageProxies(ITensorBackend backend,
        SearchSpace space, ImageNetworkOptions options, ImageBatches batches, int batchSize, ulong seed)
    {
        ImageFit.RequireTraining("proxies", batchSize, batches.Corpus, batches.Augmentation);
        (_backend, _family, _options, _seed, _batchSize) = (backend, ImageNetworkFamily.Of(space), options, seed, batchSize);
        _shape = ImageShape.Of(batches.Corpus);
        _costs = new ImageCosts(space, options, _shape);
        _batch = new(() => batches.Training(batchSize, 0, 0));
    }

    /// <inheritdoc />
    public ProxyValues ValuesOf(Architecture architecture, IReadOnlyList<ZeroCostProxy> proxies)
    {
        var graph = _family.GraphOf(architecture, _options, _shape.ClassCount);
        var gradients = new Lazy<WeightSensitivity>(() => Sensitivity(graph));
        return ProxyValues.Of(proxies.Select(proxy => new ProxyValue(proxy, Finite(
            proxy == ZeroCostProxy.Parameters ? _costs.UsedCountsOf(architecture).Parameters
            : proxy == ZeroCostProxy.MultiplyAdds ? _costs.UsedCountsOf(architecture).MultiplyAdds
            : proxy == ZeroCostProxy.SynapticFlow ? SynapticFlow(graph)
            : proxy == ZeroCostProxy.NasWot ? CodesOf(graph).LogDeterminant
            : proxy == ZeroCostProxy.Snip ? gradients.Value.Snip
            : gradients.Value.GradientNorm))));
    }

    /// <inheritdoc />
    public WorkCost CostOf(Architecture architecture, IReadOnlyList<ZeroCostProxy> proxies)
    {
        var network = _costs.UsedCountsOf(architecture);
        var images = (proxies.Contains(ZeroCostProxy.SynapticFlow) ? 2L : 0)
            + (proxies.Contains(ZeroCostProxy.NasWot) ? _batchSize : 0)
            + (proxies.Contains(ZeroCostProxy.Snip) || proxies.Contains(ZeroCostProxy.GradientNorm)
                ? (long)ForwardAndBackward * _batchSize : 0);
        return new(network, images * network.MultiplyAdds);
    }

    private double SynapticFlow(ImageGraph graph) =>
        ((Flow)graph.Run(new FlowLayers(_seed, _options.Initialization), Flow.Ones(_shape)).Logits).Growth
            .Aggregate(0.0, (sum, growth) => sum + growth);

    private RectifierCodes CodesOf(ImageGraph graph)
    {
        var codes = new RectifierCodes(_batchSize);
        using var store = new WeightStore(_backend, _seed);
        using var scope = _backend.BeginStep(recordGradients: false);
        graph.Run(new ObservedLayers(Layers(scope, store), seen =>
        {
            var values = new float[seen.Shape.ElementCount];
            scope.Read(seen, values);
            codes.Add(values);
        }), Pixels(scope));
        return codes;
    }

    private WeightSensitivity Sensitivity(ImageGraph graph)
    {
        using var store = new WeightStore(_backend, _seed);
        using var scope = _backend.BeginStep(recordGradients: true);
        var layers = Layers(scope, store);
        var logits = graph.Run(layers, Pixels(scope)).Logits;
        scope.Backward(scope.Affine(scope.CrossEntropy(logits, _batch.Value.Labels), 1f / _batchSize, 0));
        return WeightSensitivity.Of(_backend, scope, layers.Weights);
    }

    private ImageStepLayers Layers(IStepScope scope, WeightStore store) =>
        new(scope, store, _options, _seed, StreamPrefix, new ImageRun(IsTraining: false, null, 0));

    private Tensor Pixels(IStepScope scope) =>
        scope.Constant(_batch.Value.Pixels, new TensorShape(_batchSize, _shape.Channels, _shape.Height, _shape.Width));

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
