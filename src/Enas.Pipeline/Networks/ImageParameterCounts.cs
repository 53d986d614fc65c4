using Enas.Pipeline.Jobs;
using Enas.Pipeline.Spaces;

namespace Enas.Pipeline.Networks;

/// <summary>Counts of the networks of either image space, without instantiating anything.</summary>
public static class ImageParameterCounts
{
    /// <summary>All weights that a supernet can ever use.</summary>
    public static ImageCounts Supernet(SearchSpace space, ImageNetworkOptions options, ImageShape shape) => space switch
    {
        MacroCnnSpace macro => MacroParameterCounts.Supernet(macro, options, shape),
        MicroCnnSpace micro => MicroParameterCounts.Supernet(micro, options, shape),
        _ => throw Unknown(space),
    };

    /// <summary>What one network has and costs under these options.</summary>
    /// <exception cref="ArchitectureFormatException">The tokens are not of the space.</exception>
    public static ImageCounts Of(SearchSpace space, string tokens, ImageNetworkOptions options, ImageShape shape) => space switch
    {
        MacroCnnSpace macro => MacroParameterCounts.Of(macro.Network(macro.Parse(tokens)), options, shape),
        MicroCnnSpace micro => MicroParameterCounts.Of(micro.Network(micro.Parse(tokens)), options, shape),
        _ => throw Unknown(space),
    };

    /// <summary>
    /// The largest network: macro layers with every skip and the operation with the most weights; cells whose branches all read the first input,
    /// so that no more ends could be loose, by the operation with the most weights.
    /// </summary>
    public static ImageCounts Largest(SearchSpace space, ImageNetworkOptions options, ImageShape shape) => space switch
    {
        MacroCnnSpace macro => macro.Operations
            .Select(operation => new MacroNetwork([.. Enumerable.Range(0, macro.LayerCount).Select(layer => new MacroLayer(operation, [.. Enumerable.Range(0, layer)]))]))
            .Select(network => MacroParameterCounts.Of(network, options, shape))
            .MaxBy(counts => counts.Parameters)!,
        MicroCnnSpace micro => micro.Operations
            .Select(operation => new MicroNode(new MicroInput(0, operation), new MicroInput(0, operation)))
            .Select(node => new MicroCell([.. Enumerable.Repeat(node, micro.NodeCount)]))
            .Select(cell => MicroParameterCounts.Of(new MicroNetwork(cell, cell), options, shape))
            .MaxBy(counts => counts.Parameters)!,
        _ => throw Unknown(space),
    };

    private static NotSupportedException Unknown(SearchSpace space) => new($"the space {space.Kind} has no convolutional networks");
}
