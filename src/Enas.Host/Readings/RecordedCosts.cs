using Enas.Pipeline.Projections;
using Enas.Pipeline.Steps.Child;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Steps.Proxy;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Readings;

/// <summary>What the architectures of a search cost where they are used, and what zero-cost proxies say of them.</summary>
internal sealed class RecordedCosts : IProjection
{
    public KnownCosts Known { get; private set; } = KnownCosts.Empty;

    public KnownProxies Proxies { get; private set; } = KnownProxies.Empty;

    /// <summary>Proposals that did not keep a limit.</summary>
    public long RejectedCount { get; private set; }

    public void Apply(RecordedEvent recorded)
    {
        switch (recorded.Row.EventType)
        {
            case CostsMeasured.Name when recorded.Happened is CostsMeasured measured:
                Known = Known.With(measured);
                break;
            case ChildTrained.Name when recorded.Happened is ChildTrained child:
                Known = Known.With(child);
                break;
            case ProxiesMeasured.Name when recorded.Happened is ProxiesMeasured measured:
                Proxies = Proxies.With(measured);
                break;
            case ProposalRejected.Name:
                RejectedCount++;
                break;
            default:
                break;
        }
    }
}
