using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Networks;

/// <summary>
/// The convolutional networks of one space: what a space of images says of them, once. Whatever trains, counts or exports networks asks
/// this, and knows no space.
/// </summary>
internal abstract class ImageNetworkFamily
{
    /// <summary>The networks of a space.</summary>
    /// <exception cref="NotSupportedException">Its architectures are no convolutional networks.</exception>
    public static ImageNetworkFamily Of(SearchSpace space) => space.Offer<IConvolutionalSpace>()?.Networks
        ?? throw new NotSupportedException($"no convolutional network of a {space.Kind} space");

    /// <summary>The network of an architecture, as its layers are called.</summary>
    /// <param name="options">Width, depth and the like.</param>
    /// <param name="classCount">Classes.</param>
    /// <param name="progress">Share of the training that is behind it, from 0 to 1; drop path grows with it.</param>
    public abstract ImageGraph GraphOf(Architecture architecture, ImageNetworkOptions options, int classCount, double progress = 1);

    /// <summary>The mixture of all networks, as its layers are called; null where there is none.</summary>
    /// <param name="mixing">What each option counts, and which run.</param>
    /// <param name="options">Width, depth and the like.</param>
    /// <param name="classCount">Classes.</param>
    public virtual ImageGraph? MixtureOf(IMixing mixing, ImageNetworkOptions options, int classCount) => null;

    /// <summary>All weights that a supernet can ever use; the multiply-adds are those of the dearest architecture.</summary>
    public abstract ImageCounts Supernet(ImageNetworkOptions options, ImageShape shape);

    /// <summary>The counts of the largest network.</summary>
    public abstract ImageCounts Largest(ImageNetworkOptions options, ImageShape shape);

    /// <summary>Values that a training step keeps for its backward pass, about.</summary>
    /// <param name="options">Width, depth and the like.</param>
    /// <param name="imageValues">Values of a batch of images at full size and width.</param>
    public abstract long KeptValues(ImageNetworkOptions options, long imageValues);

    /// <summary>What one network has and costs under these options: a supernet's for its active part, the fixed network's for
    /// all of it.</summary>
    public ImageCounts Count(Architecture architecture, ImageNetworkOptions options, ImageShape shape)
    {
        return CountOf(GraphOf(architecture, options, shape.ClassCount), shape);
    }

    /// <summary>The same where every choice counts what it costs by itself: of a space whose networks leave out what no way from the input
    /// to the output passes, with all that is left out.</summary>
    public ImageCounts CountAdded(Architecture architecture, ImageNetworkOptions options, ImageShape shape) =>
        CountOf(WholeGraphOf(architecture, options, shape.ClassCount), shape);

    /// <summary>The network of an architecture with what <see cref="GraphOf"/> leaves out of it.</summary>
    protected virtual ImageGraph WholeGraphOf(Architecture architecture, ImageNetworkOptions options, int classCount) =>
        GraphOf(architecture, options, classCount);

    /// <summary>What the mixture of all networks has and costs; null where there is none.</summary>
    public ImageCounts? CountMixture(ImageNetworkOptions options, ImageShape shape) =>
        MixtureOf(new CountedMixing(), options, shape.ClassCount) is { } graph ? CountOf(graph, shape) : null;

    private static ImageCounts CountOf(ImageGraph graph, ImageShape shape)
    {
        var layers = new ImageCountingLayers();
        layers.Count(graph, shape);
        return new ImageCounts(
            layers.ParametersOf(auxiliary: false),
                layers.ParametersOf(auxiliary: true), layers.MultiplyAdds - layers.AuxiliaryMultiplyAdds, layers.AuxiliaryMultiplyAdds);
    }
}
