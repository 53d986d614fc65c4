using Enas.Pipeline.Spaces.Images;
using Enas.Pipeline.Tensors;

namespace Enas.Extension.Tests.Operations;

/// <summary>A convolution in two groups of channels, with its norm.</summary>
public static class GroupedConvolution
{
    public const string Name = "grouped-convolution-3x3";

    public static ImageOperation Operation { get; } = new(Name, input => input.Layers.BatchNorm(
        input.Key,
        input.Layers.Convolution(
            input.Key, input.X, input.Width, 3, ConvolutionOptions.Same(3, input.Stride, groups: 2), rectifyInput: true)));
}
