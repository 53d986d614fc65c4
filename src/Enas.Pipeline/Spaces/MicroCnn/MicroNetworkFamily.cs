using Enas.Pipeline.Architectures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>The networks of the micro space.</summary>
internal sealed class MicroNetworkFamily(MicroCnnSpace space) : ImageNetworkFamily
{
    /// <inheritdoc />
    public override ImageGraph GraphOf(Architecture architecture, ImageNetworkOptions options, int classCount, double progress = 1) =>
        new MicroCnnGraph(space.Network(architecture), options, classCount, progress);

    /// <inheritdoc />
    public override ImageGraph MixtureOf(IMixing mixing, ImageNetworkOptions options, int classCount) =>
        new MicroMixtureGraph(space, mixing, options, classCount);

    /// <inheritdoc />
    public override ImageCounts Supernet(ImageNetworkOptions options, ImageShape shape) =>
        MicroParameterCounts.Supernet(space, options, shape);

    /// <inheritdoc />
    /// <remarks>Cells whose branches all read the first input, so that no more ends could be loose, by the operation with
    /// the most weights.</remarks>
    public override ImageCounts Largest(ImageNetworkOptions options, ImageShape shape) => space.Operations
        .Select(operation => new MicroNode(new MicroInput(0, operation), new MicroInput(0, operation)))
        .Select(node => new MicroCell([.. Enumerable.Repeat(node, space.NodeCount)]))
        .Select(cell => MicroParameterCounts.Of(new MicroNetwork(cell, cell), options, shape))
        .MaxBy(counts => counts.Parameters)!;

    /// <inheritdoc />
    /// <remarks>Some six of each branch of a cell.</remarks>
    public override long KeptValues(ImageNetworkOptions options, long imageValues) =>
        imageValues * 6 * 2 * space.NodeCount * ((options.Layers / 3) + 1) * 7 / 4;
}
