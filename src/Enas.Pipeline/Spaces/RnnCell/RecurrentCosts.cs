using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>
/// Costs of recurrent networks, for each token: 2 H² for each of the N - 1 edges of a cell and the two products of node 0, and V H of the
/// decoder. Looking a word up multiplies nothing. Every cell of a space costs the same.
/// </summary>
/// <param name="network">Widths.</param>
/// <param name="vocabularySize">V, words.</param>
internal sealed class RecurrentCosts(RnnCellSpace space, RecurrentNetworkOptions network, int vocabularySize) : ICostModel
{
    private const int ForwardAndBackward = 3;

    private long PerToken =>
        (2L * network.Hidden * network.Hidden * (space.NodeCount + 1)) + ((long)vocabularySize * network.Hidden);

    /// <inheritdoc />
    public NetworkCounts CountsOf(Architecture architecture) =>
        new(RnnParameterCounts.Final(space, network, vocabularySize) + RnnParameterCounts.BatchNorm(space, network), PerToken);

    /// <inheritdoc />
    public long OfTraining(Architecture architecture, long items) => ForwardAndBackward * items * PerToken;

    /// <inheritdoc />
    public long OfEvaluation(Architecture architecture, long items) => items * PerToken;

    /// <inheritdoc />
    /// <remarks>Every node reads every earlier one; activations that share a weight share its product.</remarks>
    public WorkCost MixtureTraining(long items)
    {
        var activations = network.Sharing == "edge" ? 1 : space.Activations.Count;
        var first = space.FirstActivationIsSampled ? activations : 1;
        var products = (2L * first) + ((long)space.NodeCount * (space.NodeCount - 1) / 2 * activations);
        var perToken = (products * 2 * network.Hidden * network.Hidden) + ((long)vocabularySize * network.Hidden);
        return new(
            new(RnnParameterCounts.Supernet(space, network, vocabularySize) + RnnParameterCounts.BatchNorm(space, network), perToken),
            ForwardAndBackward * items * perToken);
    }
}
