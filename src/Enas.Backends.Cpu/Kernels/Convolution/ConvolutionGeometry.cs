using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>The sizes of one convolution.</summary>
internal readonly record struct ConvolutionGeometry(
    int Images, int Channels, int Height, int Width, int Outputs, int KernelHeight, int KernelWidth, ConvolutionOptions Options)
{
    /// <summary>Rows of an output plane.</summary>
    public int OutputHeight => Options.OutputSize(Height, KernelHeight);

    /// <summary>Columns of an output plane.</summary>
    public int OutputWidth => Options.OutputSize(Width, KernelWidth);

    /// <summary>Input channels of a group.</summary>
    public int GroupChannels => Channels / Options.Groups;

    /// <summary>Output channels of a group.</summary>
    public int GroupOutputs => Outputs / Options.Groups;

    /// <summary>Elements of a kernel plane.</summary>
    public int Taps => KernelHeight * KernelWidth;

    /// <summary>Terms of an output element: a row of the weight.</summary>
    public int Terms => GroupChannels * Taps;

    /// <summary>Elements of the weight.</summary>
    public long WeightCount => (long)Outputs * Terms;

    /// <summary>Whether planes can be used as they lie: 1x1, every pixel once.</summary>
    public bool IsPointwise => Taps == 1 && Options is { Stride: 1, PaddingBefore: 0, PaddingAfter: 0 };

    /// <summary>One filter for each channel.</summary>
    public bool IsDepthwise => Options.Groups == Channels && Outputs == Channels;

    /// <summary>Multiply-adds of the forward pass.</summary>
    public long MultiplyAdds => (long)Images * OutputHeight * OutputWidth * Outputs * Terms;
}
