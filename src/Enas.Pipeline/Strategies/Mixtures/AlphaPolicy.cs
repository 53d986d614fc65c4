using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Strategies.Mixtures;

/// <summary>
/// Architectures drawn from the architecture parameters: of each choice the option with the largest α + Gumbel noise, which is a draw from
/// softmax(α) at every temperature (Maddison et al. 2014).
/// </summary>
/// <param name="alphas">The parameters; they are somebody else's to update.</param>
/// <param name="seed">The search's seed.</param>
internal sealed class AlphaPolicy(Alphas alphas, ulong seed) : IPolicy, IWeightSampler
{
    /// <summary>The stream that the draws of a phase come from.</summary>
    public static string StreamOf(string phase) => "sampling/" + phase;

    /// <inheritdoc />
    public PolicySample Sample(string stream, long step, int ordinal)
    {
        var relaxation = alphas.Relaxation;
        var draw = new RelaxedDraw(alphas, Gumbel.Of(relaxation, seed, stream, step, ordinal), 1);
        var logWeights = alphas.LogWeights();
        return new PolicySample(
            relaxation.ArchitectureOf(draw.Largest),
            relaxation.Choices.Zip(draw.Largest, (choice, option) => logWeights[choice.First + option]).Sum(),
            alphas.Entropy);
    }

    /// <inheritdoc />
    public WeightSample Sample(long step, long deal)
    {
        var (architecture, logProb, entropy) = Sample(StreamOf(Phases.Weights), step, 0);
        return new(architecture, logProb, entropy);
    }

    /// <inheritdoc />
    public PolicyUpdateResult Update(IReadOnlyList<WeightedSample> samples) =>
        throw new NotSupportedException("architecture parameters learn from gradients, not from rewards");

    /// <inheritdoc />
    public IReadOnlyList<ICheckpointed> Sections => [];

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
