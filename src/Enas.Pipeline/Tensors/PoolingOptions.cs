namespace Enas.Pipeline.Tensors;

/// <summary>A square pooling window; the same in both directions of the image. Sizes as in <see cref="ConvolutionOptions"/>.</summary>
/// <param name="Size">Side of the window, at least 1.</param>
/// <param name="Stride">Step between outputs, at least 1.</param>
/// <param name="PaddingBefore">Padding above and to the left, less than the window.</param>
/// <param name="PaddingAfter">Padding below and to the right, less than the window.</param>
public readonly record struct PoolingOptions(int Size, int Stride = 1, int PaddingBefore = 0, int PaddingAfter = 0)
{
    /// <summary>Padding of size - 1 in all, half on either side (the odd one after).</summary>
    public static PoolingOptions Same(int size, int stride = 1) => new(size, stride, (size - 1) / 2, size - 1 - ((size - 1) / 2));

    /// <summary>Outputs along a direction of the given size, 0 or less when the window does not fit.</summary>
    public int OutputSize(int input) => new ConvolutionOptions(Stride, 1, 1, PaddingBefore, PaddingAfter).OutputSize(input, Size);
}
