using Enas.Pipeline.Architectures;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Networks;

/// <summary>Counts of the networks of a space of images, without instantiating anything.</summary>
internal static class ImageParameterCounts
{
    /// <summary>All weights that a supernet can ever use.</summary>
    public static ImageCounts Supernet(SearchSpace space, ImageNetworkOptions options, ImageShape shape) =>
        ImageNetworkFamily.Of(space).Supernet(options, shape);

    /// <summary>What one network has and costs under these options.</summary>
    /// <exception cref="ArchitectureFormatException">The tokens are not of the space.</exception>
    public static ImageCounts Of(SearchSpace space, string tokens, ImageNetworkOptions options, ImageShape shape) =>
        ImageNetworkFamily.Of(space).Count(space.Parse(tokens), options, shape);

    /// <summary>The largest network.</summary>
    public static ImageCounts Largest(SearchSpace space, ImageNetworkOptions options, ImageShape shape) =>
        ImageNetworkFamily.Of(space).Largest(options, shape);

    /// <summary>Values that a training step keeps for its backward pass, about.</summary>
    /// <param name="options">Width, depth and the like.</param>
    public static long KeptValues(SearchSpace space, ImageNetworkOptions options, ImageShape shape) =>
        ImageNetworkFamily.Of(space).KeptValues(options, (long)options.BatchSize * options.Filters * shape.Height * shape.Width);
}
