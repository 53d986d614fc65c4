using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Ports;

/// <summary>Says what proxies say of the networks of architectures before any training: a function of the job, its data and the
/// architecture alone.</summary>
public interface IProxyMeter
{
    /// <summary>What some proxies say of an architecture.</summary>
    /// <param name="architecture">An architecture of the space of the job.</param>
    /// <param name="proxies">Which proxies, all of them such as the space has.</param>
    ProxyValues ValuesOf(Architecture architecture, IReadOnlyList<ZeroCostProxy> proxies);

    /// <summary>What finding them out costs, see <see cref="ICostModel"/>: nothing for a count.</summary>
    WorkCost CostOf(Architecture architecture, IReadOnlyList<ZeroCostProxy> proxies);
}
