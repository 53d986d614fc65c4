using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Ports;

/// <summary>Says what architectures cost.</summary>
public interface ICostMeter
{
    /// <summary>The costs of an architecture that a job wants.</summary>
    /// <param name="architecture">An architecture of the space of the job.</param>
    /// <param name="taken">What was measured on a machine before and is taken from there; null where nothing was.</param>
    ArchitectureCosts CostsOf(Architecture architecture, ArchitectureCosts? taken = null);
}
