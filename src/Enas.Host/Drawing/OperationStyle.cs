using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;

namespace Enas.Host.Drawing;

/// <summary>How drawings show an image operation.</summary>
/// <param name="Label">Its name, short enough for a box.</param>
/// <param name="Kind">Its colour's class.</param>
internal sealed record OperationStyle(string Label, string Kind)
{
    /// <summary>The style of a layer's operation.</summary>
    public static OperationStyle Of(MacroOperation operation) => operation switch
    {
        MacroOperation.Convolution3 => new("conv 3×3", "convolution"),
        MacroOperation.SeparableConvolution3 => new("sep 3×3", "separable"),
        MacroOperation.Convolution5 => new("conv 5×5", "convolution"),
        MacroOperation.SeparableConvolution5 => new("sep 5×5", "separable"),
        MacroOperation.AveragePool3 => new("avg 3×3", "pool"),
        MacroOperation.MaxPool3 => new("max 3×3", "pool"),
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };

    /// <summary>The style of a branch's operation.</summary>
    public static OperationStyle Of(MicroOperation operation) => operation switch
    {
        MicroOperation.SeparableConvolution3 => new("sep 3×3", "separable"),
        MicroOperation.SeparableConvolution5 => new("sep 5×5", "separable"),
        MicroOperation.AveragePool3 => new("avg 3×3", "pool"),
        MicroOperation.MaxPool3 => new("max 3×3", "pool"),
        MicroOperation.Identity => new("identity", "identity"),
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };
}
