using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Evaluation;

/// <summary>Stands where proxies would be found out in a search that asks for none, and while the policy alone is derived again: it is
/// never asked.</summary>
internal sealed class RecordedProxies : IProxyMeter
{
    private const string NeverAsked = "no zero-cost proxy is found out here: the job asks for none, or the log answers";

    /// <inheritdoc />
    public ProxyValues ValuesOf(Architecture architecture, IReadOnlyList<ZeroCostProxy> proxies) =>
        throw new InvalidOperationException(NeverAsked);

    /// <inheritdoc />
    public WorkCost CostOf(Architecture architecture, IReadOnlyList<ZeroCostProxy> proxies) =>
        throw new InvalidOperationException(NeverAsked);
}
