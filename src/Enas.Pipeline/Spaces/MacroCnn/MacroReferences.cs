namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>Whole convolutional networks that people designed.</summary>
internal static class MacroReferences
{
    /// <summary>
    /// A residual network (He et al. 2016) of blocks of two 3x3 convolutions, to the second of which the block's input is added; and a
    /// plain chain of 3x3 convolutions (Simonyan and Zisserman 2015). Batch norm, stem and pooling are the job's, as for every network
    /// of the space.
    /// </summary>
    public static IReadOnlyList<ReferenceArchitecture> Of(MacroCnnSpace space) =>
        space.Operations.Contains(MacroOperation.Convolution3)
            ?
            [
                new("resnet-macro", space.FromNetwork(Chain(space.LayerCount, layer => layer % 2 == 1 ? [layer - 1] : [])),
                    "He et al. 2016: residual blocks of two 3x3 convolutions"),
                new("vgg-macro", space.FromNetwork(Chain(space.LayerCount, _ => [])),
                    "Simonyan and Zisserman 2015: a plain chain of 3x3 convolutions"),
            ]
            : [];

    private static MacroNetwork Chain(int layers, Func<int, IReadOnlyList<int>> skips) =>
        new([.. Enumerable.Range(0, layers).Select(layer => new MacroLayer(MacroOperation.Convolution3, skips(layer)))]);
}
