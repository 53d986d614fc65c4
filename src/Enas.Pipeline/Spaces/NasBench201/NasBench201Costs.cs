using Enas.Pipeline.Architectures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>Costs of the benchmark's networks on CIFAR-10, exactly as it records them: functions of the cell alone.</summary>
internal sealed class NasBench201Costs : ICostModel
{
    private const int ForwardAndBackward = 3;

    /// <inheritdoc />
    public NetworkCounts CountsOf(Architecture architecture) =>
        new(NasBench201Counts.Parameters(architecture), NasBench201Counts.MultiplyAdds(architecture));

    /// <inheritdoc />
    public long OfTraining(Architecture architecture, long items) =>
        ForwardAndBackward * items * NasBench201Counts.MultiplyAdds(architecture);

    /// <inheritdoc />
    public long OfEvaluation(Architecture architecture, long items) => items * NasBench201Counts.MultiplyAdds(architecture);
}
