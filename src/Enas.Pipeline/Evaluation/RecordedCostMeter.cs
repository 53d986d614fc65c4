using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Evaluation;

/// <summary>Stands where costs would be measured while the policy alone is derived again: the log answers in its place, so it is never
/// asked.</summary>
internal sealed class RecordedCostMeter : ICostMeter
{
    /// <inheritdoc />
    public ArchitectureCosts CostsOf(Architecture architecture, ArchitectureCosts? taken = null) =>
        throw new InvalidOperationException("the policy is derived from the log alone; no cost is measured");
}
