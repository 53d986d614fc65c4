using Enas.Pipeline.Events;
using Enas.Pipeline.Projections;
using Enas.Pipeline.Search;

namespace Enas.Host.Readings;

/// <summary>What the work of a search cost. An event that names no cost is not parsed for it.</summary>
internal sealed class WorkCosts : IProjection
{
    public CostTotals Totals { get; private set; } = CostTotals.Empty;

    public void Apply(RecordedEvent recorded)
    {
        if (recorded.Row.Facts.Contains("\"cost\":", StringComparison.Ordinal) && recorded.Happened is ICostedEvent { Cost: { } cost } work)
        {
            Totals = Totals.With(work.Position.Phase, cost);
        }
    }
}
