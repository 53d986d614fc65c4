using Enas.Pipeline.Architectures;

namespace Enas.Pipeline.Ports;

/// <summary>Measures how long the network of an architecture takes on this machine.</summary>
public interface ILatencyMeter
{
    /// <summary>The median of some runs over one item after some that are not measured, in milliseconds.</summary>
    double MedianMs(Architecture architecture);
}
