using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Spaces.Images;
using Enas.Pipeline.Tensors;

namespace Samples.Library;

/// <summary>All that this program adds to Enas.</summary>
internal static class Additions
{
    public static void Add()
    {
        SpaceCatalog.AddOperation("macro-cnn", new ImageOperation("dilated-convolution-3x3", Dilated));
        StrategyCatalog.Add(new OneByOneKind());
    }

    // A convolution of nine taps that are two pixels apart, with its norm and a rectifier. The same lines compute it, count it and
    // export it.
    private static Tensor Dilated(ImageOperationInput input) => input.Layers.BatchNorm(
        input.Key,
        input.Layers.Convolution(
            input.Key, input.X, input.Width, kernel: 3, ConvolutionOptions.Same(kernel: 3, input.Stride, dilation: 2)),
        rectify: true);
}
