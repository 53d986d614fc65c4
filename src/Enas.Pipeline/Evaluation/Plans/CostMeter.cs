using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Tabular;

namespace Enas.Pipeline.Evaluation.Plans;

/// <summary>Says what architectures cost: counts of their network, the sum of a table, a measurement on this machine.</summary>
/// <param name="plan">Which costs.</param>
/// <param name="counts">Counts networks; null where no count is wanted.</param>
/// <param name="table">The table; null where it is not wanted.</param>
/// <param name="latency">Measures; null where that is not wanted.</param>
internal sealed class CostMeter(CostPlan plan, ICostModel? counts, LatencyTable? table, ILatencyMeter? latency) : ICostMeter
{
    /// <inheritdoc />
    /// <remarks>What is rejected for a count is not timed.</remarks>
    public ArchitectureCosts CostsOf(Architecture architecture, ArchitectureCosts? taken = null)
    {
        var exact = ExactCostsOf(architecture);
        var isRejected = plan.Rejects
            && plan.Limits.All.Any(limit => limit.Cost != CostMeasure.Latency && !limit.IsKeptBy(exact));
        return isRejected || !plan.Wanted.Contains(CostMeasure.Latency) ? exact : ArchitectureCosts.Of(
            [.. exact.Values, new CostValue(CostMeasure.Latency, taken?.Of(CostMeasure.Latency) ?? latency!.MedianMs(architecture))]);
    }

    /// <summary>The costs of an architecture that depend on no machine, for a look ahead.</summary>
    public ArchitectureCosts ExactCostsOf(Architecture architecture) => ArchitectureCosts.Of(
        plan.Wanted.Where(cost => cost != CostMeasure.Latency).Select(cost => new CostValue(cost, ValueOf(cost, architecture))));

    private double ValueOf(CostMeasure cost, Architecture architecture) =>
        cost == CostMeasure.Parameters ? counts!.UsedCountsOf(architecture).Parameters
        : cost == CostMeasure.MultiplyAdds ? counts!.UsedCountsOf(architecture).MultiplyAdds
        : table!.Of(architecture);
}
