namespace Enas.Pipeline.Spaces.MacroCnn;

/// <summary>
/// What a layer of a macro network can do; the values are the ids of the official token strings (docs/algorithms.md#macro-space).
/// </summary>
internal enum MacroOperation
{
    /// <summary>3x3 convolution.</summary>
    Convolution3 = 0,

    /// <summary>3x3 depthwise separable convolution.</summary>
    SeparableConvolution3 = 1,

    /// <summary>5x5 convolution.</summary>
    Convolution5 = 2,

    /// <summary>5x5 depthwise separable convolution.</summary>
    SeparableConvolution5 = 3,

    /// <summary>3x3 average pooling.</summary>
    AveragePool3 = 4,

    /// <summary>3x3 max pooling.</summary>
    MaxPool3 = 5,
}

/// <summary>One layer of a macro network.</summary>
/// <param name="Operation">What it does to the output of the layer before it (layer 0: of the stem).</param>
/// <param name="Skips">
/// The earlier tensors added to that, ascending: entry 0 is the stem, entry i + 1 the output of layer i. The entry just before the layer is
/// its operation's input and never a skip, so layer l chooses among entries 0 .. l - 1.
/// </param>
internal sealed record MacroLayer(MacroOperation Operation, IReadOnlyList<int> Skips);

/// <summary>A macro network as a graph: its layers from first to last.</summary>
internal sealed record MacroNetwork(IReadOnlyList<MacroLayer> Layers);
