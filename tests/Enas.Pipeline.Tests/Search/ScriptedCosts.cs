using Enas.Pipeline.Architectures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Tests.Search;

/// <summary>Costs that are easy to tell: 1 parameter and 10 multiply-adds for each unit of the sum of an architecture's values.</summary>
internal sealed class ScriptedCosts : ICostModel
{
    public static int Parameters(Architecture architecture) => 1 + architecture.Values.Sum();

    public NetworkCounts CountsOf(Architecture architecture) => new(Parameters(architecture), 10 * Parameters(architecture));

    public long OfTraining(Architecture architecture, long items) => 3 * items;

    public long OfEvaluation(Architecture architecture, long items) => items;
}

/// <summary>A latency of the architecture's sum and of how often it was asked: measured again, it is another one.</summary>
internal sealed class ScriptedLatency : ILatencyMeter
{
    private int _count;

    public int Count => _count;

    public double MedianMs(Architecture architecture) => ScriptedCosts.Parameters(architecture) + (0.001 * ++_count);
}
