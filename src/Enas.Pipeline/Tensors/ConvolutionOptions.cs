namespace Enas.Pipeline.Tensors;

/// <summary>
/// How a 2-D convolution walks over its input; the same in both directions of the image. Output size of a direction:
/// (input + PaddingBefore + PaddingAfter - Dilation·(kernel - 1) - 1) / Stride + 1, rounded down.
/// </summary>
/// <param name="Stride">Step between outputs, at least 1.</param>
/// <param name="Dilation">Step between taps, at least 1.</param>
/// <param name="Groups">Groups of channels that do not see each other; equal to the channel count it is a depthwise convolution.</param>
/// <param name="PaddingBefore">Zeros above and to the left; negative crops.</param>
/// <param name="PaddingAfter">Zeros below and to the right; negative crops.</param>
public readonly record struct ConvolutionOptions(
    int Stride = 1, int Dilation = 1, int Groups = 1, int PaddingBefore = 0, int PaddingAfter = 0)
{
    /// <summary>
    /// Padding of dilation·(kernel - 1) in all, half on either side (the odd one after): stride 1 keeps the size, stride s divides it,
    /// rounding up.
    /// </summary>
    public static ConvolutionOptions Same(int kernel, int stride = 1, int dilation = 1, int groups = 1)
    {
        var total = dilation * (kernel - 1);
        return new ConvolutionOptions(stride, dilation, groups, total / 2, total - (total / 2));
    }

    /// <summary>Outputs along a direction of the given size, 0 or less when the kernel does not fit.</summary>
    public int OutputSize(int input, int kernel)
    {
        var room = input + PaddingBefore + PaddingAfter - (Dilation * (kernel - 1)) - 1;
        return room < 0 ? 0 : (room / Stride) + 1;
    }
}
