using Enas.Pipeline.Architectures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>The networks of the macro space.</summary>
internal sealed class MacroNetworkFamily(MacroCnnSpace space) : ImageNetworkFamily
{
    /// <inheritdoc />
    public override ImageGraph GraphOf(Architecture architecture, ImageNetworkOptions options, int classCount, double progress = 1) =>
        new MacroCnnGraph(space.Network(architecture), options, classCount);

    /// <inheritdoc />
    public override ImageGraph MixtureOf(IMixing mixing, ImageNetworkOptions options, int classCount) =>
        new MacroMixtureGraph(space, mixing, options, classCount);

    /// <inheritdoc />
    public override ImageCounts Supernet(ImageNetworkOptions options, ImageShape shape) =>
        MacroParameterCounts.Supernet(space, options, shape);

    /// <inheritdoc />
    /// <remarks>Layers with every skip and the operation with the most weights.</remarks>
    public override ImageCounts Largest(ImageNetworkOptions options, ImageShape shape) => space.Operations
        .Select(operation => new MacroNetwork(
            [.. Enumerable.Range(0, space.LayerCount).Select(layer => new MacroLayer(operation, [.. Enumerable.Range(0, layer)]))]))
        .Select(network => MacroParameterCounts.Of(network, options, shape))
        .MaxBy(counts => counts.Parameters)!;

    /// <inheritdoc />
    /// <remarks>Some four of each layer; sizes are quartered and channels widened twice on the way.</remarks>
    public override long KeptValues(ImageNetworkOptions options, long imageValues) =>
        imageValues * 4 * ((space.LayerCount / 3) + 1) * 21 / 16;
}
