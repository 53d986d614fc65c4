using System.Collections.Immutable;

namespace Enas.Pipeline.Search;

/// <summary>What the work of one phase cost.</summary>
/// <param name="Phase">The phase, see <see cref="Events.Phases"/>.</param>
/// <param name="MultiplyAdds">Multiply-adds, see docs/algorithms.md#cost.</param>
public sealed record PhaseCost(string Phase, long MultiplyAdds);

/// <summary>What the work of a search cost so far, phase by phase. Immutable.</summary>
/// <param name="ByPhase">The phases in the order in which they first cost something; none where costs are not counted.</param>
public sealed record CostTotals(ImmutableList<PhaseCost> ByPhase)
{
    /// <summary>Nothing was counted.</summary>
    public static CostTotals Empty { get; } = new([]);

    /// <summary>Multiply-adds of the whole search; null where they are not counted.</summary>
    public long? MultiplyAdds => ByPhase.IsEmpty ? null : ByPhase.Sum(phase => phase.MultiplyAdds);

    /// <summary>With more work of a phase.</summary>
    public CostTotals With(string phase, long multiplyAdds)
    {
        var place = ByPhase.FindIndex(known => known.Phase == phase);
        return new(place < 0 ? ByPhase.Add(new PhaseCost(phase, multiplyAdds))
            : ByPhase.SetItem(place, new PhaseCost(phase, ByPhase[place].MultiplyAdds + multiplyAdds)));
    }
}
