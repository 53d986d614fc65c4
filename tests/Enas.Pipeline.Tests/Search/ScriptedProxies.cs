using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Tests.Search;

/// <summary>Proxies that are easy to tell: the sum of an architecture's values, weighed by their places; none where the sum is 7.</summary>
internal sealed class ScriptedProxies : IProxyMeter
{
    private const int Without = 7;

    public static double? Value(Architecture architecture) => architecture.Values.Sum() == Without ? null
        : architecture.Values.Select((value, place) => value * (1 + (0.01 * place))).Sum();

    public ProxyValues ValuesOf(Architecture architecture, IReadOnlyList<ZeroCostProxy> proxies) =>
        ProxyValues.Of(proxies.Select(proxy => new ProxyValue(proxy, Value(architecture))));

    public WorkCost CostOf(Architecture architecture, IReadOnlyList<ZeroCostProxy> proxies) =>
        new(new NetworkCounts(1, 1), 5 * proxies.Count);
}
