using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Networks;

/// <summary>
/// Costs of convolutional networks: of a supernet's active part, or of a fixed network. Training runs the auxiliary head too. Where batch
/// norm is measured anew for an architecture, an evaluation begins with so many training batches, forward.
/// </summary>
/// <param name="options">Width, depth and the like.</param>
internal sealed class ImageCosts(SearchSpace space, ImageNetworkOptions options, ImageShape shape) : ICostModel
{
    private const int ForwardAndBackward = 3;

    private readonly ImageNetworkFamily _family = ImageNetworkFamily.Of(space);

    private long CalibrationImages => options.BatchNorm == BatchNormPolicies.Recalibrated
        ? (long)options.RecalibrationBatches * options.BatchSize : 0;

    /// <inheritdoc />
    public NetworkCounts CountsOf(Architecture architecture)
    {
        var counts = _family.Count(architecture, options, shape);
        return new(counts.Parameters + counts.AuxiliaryParameters, counts.MultiplyAdds);
    }

    /// <inheritdoc />
    public NetworkCounts UsedCountsOf(Architecture architecture)
    {
        var counts = _family.Count(architecture, options, shape);
        return new(counts.Parameters, counts.MultiplyAdds);
    }

    /// <inheritdoc />
    public long AddedMultiplyAddsOf(Architecture architecture) => _family.CountAdded(architecture, options, shape).MultiplyAdds;

    /// <inheritdoc />
    public long OfTraining(Architecture architecture, long items)
    {
        var counts = _family.Count(architecture, options, shape);
        return ForwardAndBackward * items * (counts.MultiplyAdds + counts.AuxiliaryMultiplyAdds);
    }

    /// <inheritdoc />
    public WorkCost? MixtureTraining(long items) => _family.CountMixture(options, shape) is not { } counts ? null : new(
        new(counts.Parameters + counts.AuxiliaryParameters, counts.MultiplyAdds),
        ForwardAndBackward * items * (counts.MultiplyAdds + counts.AuxiliaryMultiplyAdds));

    /// <inheritdoc />
    public long OfEvaluation(Architecture architecture, long items) =>
        (items + CalibrationImages) * _family.Count(architecture, options, shape).MultiplyAdds;
}
