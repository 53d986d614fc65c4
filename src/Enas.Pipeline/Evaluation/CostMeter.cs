using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Tabular;

namespace Enas.Pipeline.Evaluation;

/// <summary>Says what architectures cost: counts of their network, the sum of a table, a measurement on this machine.</summary>
/// <param name="plan">Which costs.</param>
/// <param name="counts">Counts networks; null where no count is wanted.</param>
/// <param name="table">The table; null where it is not wanted.</param>
/// <param name="latency">Measures; null where that is not wanted.</param>
public sealed class CostMeter(CostPlan plan, ICostModel? counts, LatencyTable? table, ILatencyMeter? latency) : ICostMeter
{
    /// <inheritdoc />
    public ArchitectureCosts CostsOf(Architecture architecture, ArchitectureCosts? taken = null) => ArchitectureCosts.Of(
        plan.Wanted.Select(cost => new CostValue(cost, ValueOf(cost, architecture, taken))));

    /// <summary>The costs of an architecture that depend on no machine, for a look ahead.</summary>
    public ArchitectureCosts ExactCostsOf(Architecture architecture) => ArchitectureCosts.Of(
        plan.Wanted.Where(cost => cost != CostMeasure.Latency).Select(cost => new CostValue(cost, ValueOf(cost, architecture, null))));

    private double ValueOf(CostMeasure cost, Architecture architecture, ArchitectureCosts? taken) =>
        cost == CostMeasure.Parameters ? counts!.UsedCountsOf(architecture).Parameters
        : cost == CostMeasure.MultiplyAdds ? counts!.UsedCountsOf(architecture).MultiplyAdds
        : cost == CostMeasure.TableLatency ? table!.Of(architecture)
        : taken?.Of(cost) ?? latency!.MedianMs(architecture);
}
