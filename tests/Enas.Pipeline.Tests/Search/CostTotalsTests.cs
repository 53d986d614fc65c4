using Enas.Pipeline.Search;

namespace Enas.Pipeline.Tests.Search;

/// <summary>What work cost, phase by phase.</summary>
public sealed class CostTotalsTests
{
    [Fact]
    public void Work_of_a_phase_adds_up_and_phases_keep_the_order_in_which_they_came()
    {
        var costs = CostTotals.Empty.With("weights", 5).With("policy", 7).With("weights", 11);
        Assert.Equal([new PhaseCost("weights", 16), new PhaseCost("policy", 7)], costs.ByPhase);
        Assert.Equal(23, costs.MultiplyAdds);
        Assert.Null(CostTotals.Empty.MultiplyAdds);
    }
}
