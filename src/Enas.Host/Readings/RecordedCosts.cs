using Enas.Pipeline.Projections;
using Enas.Pipeline.Steps.Cost;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Readings;

/// <summary>What the architectures of a search cost where they are used.</summary>
internal sealed class RecordedCosts : IProjection
{
    public KnownCosts Known { get; private set; } = KnownCosts.Empty;

    /// <summary>Proposals that did not keep a limit.</summary>
    public long RejectedCount { get; private set; }

    public void Apply(RecordedEvent recorded)
    {
        switch (recorded.Row.EventType)
        {
            case CostsMeasured.Name when recorded.Happened is CostsMeasured measured:
                Known = Known.With(measured);
                break;
            case ProposalRejected.Name:
                RejectedCount++;
                break;
            default:
                break;
        }
    }
}
