using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Networks.ZeroCost;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Text;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>
/// What zero-cost proxies say of recurrent cells: those that a gradient alone makes, over every matrix of the language model. A cell of
/// tanh and sigmoid has no binary codes and is no sum of products of its weights, so naswot and synflow say nothing of it; and all cells
/// have as many weights (docs/algorithms.md#zero-cost-proxies). All get their weights from one seed and see the first training window.
/// </summary>
/// <param name="backend">What computes; not owned.</param>
/// <param name="network">The language model.</param>
/// <param name="corpus">The tokens.</param>
/// <param name="seed">The seed of the weights.</param>
internal sealed class RecurrentProxies(
    ITensorBackend backend, RnnCellSpace space, RecurrentNetworkOptions network, TokenCorpus corpus, ulong seed) : IProxyMeter
{
    private readonly RecurrentCosts _costs = new(space, network, corpus.Vocabulary.Count);

    /// <summary>The proxies that recurrent cells have.</summary>
    public static IReadOnlyList<ZeroCostProxy> Defined { get; } = [ZeroCostProxy.Snip, ZeroCostProxy.GradientNorm];

    private TokenBatch Window => new TrainingWindows(corpus.Train, network, seed, ImageProxies.StreamPrefix).At(0).Window;

    /// <inheritdoc />
    public ProxyValues ValuesOf(Architecture architecture, IReadOnlyList<ZeroCostProxy> proxies)
    {
        using var store = new WeightStore(backend, seed);
        var model = new RecurrentLanguageModel(
            backend, store, space, network, corpus.Vocabulary.Count, seed, ImageProxies.StreamPrefix);
        var (body, window) = (model.BodyOf(space.Cell(architecture)), Window);
        var share = 1f / window.Targets.Count(target => target >= 0);
        var sensitivity = model.ValidationGradient(body, window, share, scope => WeightSensitivity.Of(backend, scope,
            body.All.Where(weight => weight.Shape.Rows > 1).Select(weight => new KeyValuePair<string, Tensor>(string.Empty, weight)))).Read;
        return ProxyValues.Of(proxies.Select(proxy => new ProxyValue(
            proxy, Finite(proxy == ZeroCostProxy.Snip ? sensitivity.Snip : sensitivity.GradientNorm))));
    }

    /// <inheritdoc />
    public WorkCost CostOf(Architecture architecture, IReadOnlyList<ZeroCostProxy> proxies) =>
        proxies.Count == 0 ? new(_costs.CountsOf(architecture), 0) : ((ICostModel)_costs).Training(architecture, Window.Targets.Length);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
