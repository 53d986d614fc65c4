using Enas.Pipeline.Architectures;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>The networks of the benchmark's space.</summary>
internal sealed class NasBench201NetworkFamily(NasBench201Space space) : ImageNetworkFamily
{
    private const int ValuesOfAnEdge = 3;

    /// <inheritdoc />
    public override ImageGraph GraphOf(Architecture architecture, ImageNetworkOptions options, int classCount, double progress = 1) =>
        new NasBench201Graph(NasBench201Graph.Connected(NasBench201Space.EdgesOf(architecture)), options, classCount);

    /// <inheritdoc />
    protected override ImageGraph WholeGraphOf(Architecture architecture, ImageNetworkOptions options, int classCount) =>
        new NasBench201Graph(NasBench201Space.EdgesOf(architecture), options, classCount);

    /// <inheritdoc />
    public override ImageGraph MixtureOf(IMixing mixing, ImageNetworkOptions options, int classCount) =>
        new NasBench201MixtureGraph(mixing, options, classCount);

    /// <inheritdoc />
    /// <remarks>Cells of one operation on every edge have together every weight that there is.</remarks>
    public override ImageCounts Supernet(ImageNetworkOptions options, ImageShape shape)
    {
        var all = new ImageCountingLayers();
        foreach (var operation in Enum.GetValues<NasBench201Operation>())
        {
            all.Count(GraphOf(Uniform(operation), options, shape.ClassCount), shape);
        }

        return new ImageCounts(all.ParametersOf(auxiliary: false), 0, Largest(options, shape).MultiplyAdds);
    }

    /// <inheritdoc />
    public override ImageCounts Largest(ImageNetworkOptions options, ImageShape shape) =>
        Count(Uniform(NasBench201Operation.Convolution3), options, shape);

    /// <inheritdoc />
    /// <remarks>Some three of each edge; a stage has half the values of the one before it.</remarks>
    public override long KeptValues(ImageNetworkOptions options, long imageValues) =>
        imageValues * ValuesOfAnEdge * space.Decisions.Count * options.Layers * 7 / 4;

    private Architecture Uniform(NasBench201Operation operation) =>
        space.FromValues([.. space.Decisions.Select(_ => (int)operation)]);
}
