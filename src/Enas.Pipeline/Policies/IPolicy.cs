using Enas.Pipeline.Architectures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Policies;

/// <summary>One draw from a policy.</summary>
/// <param name="Architecture">What was drawn.</param>
/// <param name="LogProb">Natural logarithm of its probability: the sum over decisions.</param>
/// <param name="Entropy">The entropy term of the signal, summed over decisions, in nats.</param>
public sealed record PolicySample(Architecture Architecture, double LogProb, double Entropy);

/// <summary>A sample with the advantage that REINFORCE gives it.</summary>
public sealed record WeightedSample(Architecture Architecture, double Advantage);

/// <summary>What an update did.</summary>
/// <param name="GradNorm">L2 norm of the policy gradient before clipping; 0 for a policy that does not learn.</param>
/// <param name="LearningRate">The rate used; 0 for a policy that does not learn.</param>
public sealed record PolicyUpdateResult(double GradNorm, double LearningRate);

/// <summary>
/// Who chooses architectures. Sampling is a pure function of (seed, stream, step, ordinal) and the policy's weights; the weights are a
/// pure function of the updates so far.
/// </summary>
public interface IPolicy : IDisposable
{
    /// <summary>Whether updates change what it draws.</summary>
    bool Learns => true;

    /// <summary>Draws one architecture from the named stream.</summary>
    PolicySample Sample(string stream, long step, int ordinal);

    /// <summary>One REINFORCE step: gradient of -1/n Σ advantage·log π(architecture), with the penalties of the space.</summary>
    PolicyUpdateResult Update(IReadOnlyList<WeightedSample> samples);

    /// <summary>What a checkpoint holds of it, a section each.</summary>
    IReadOnlyList<ICheckpointed> Sections { get; }
}
