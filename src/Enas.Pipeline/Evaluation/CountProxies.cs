using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Evaluation;

/// <summary>The proxies that are counts of a network, for spaces whose networks are known and not computed.</summary>
/// <param name="counts">Counts networks.</param>
internal sealed class CountProxies(ICostModel counts) : IProxyMeter
{
    /// <inheritdoc />
    public ProxyValues ValuesOf(Architecture architecture, IReadOnlyList<ZeroCostProxy> proxies)
    {
        var network = counts.UsedCountsOf(architecture);
        return ProxyValues.Of(proxies.Select(proxy => new ProxyValue(proxy,
            proxy == ZeroCostProxy.Parameters ? network.Parameters : proxy == ZeroCostProxy.MultiplyAdds ? network.MultiplyAdds : null)));
    }

    /// <inheritdoc />
    public WorkCost CostOf(Architecture architecture, IReadOnlyList<ZeroCostProxy> proxies) => new(counts.UsedCountsOf(architecture), 0);
}
