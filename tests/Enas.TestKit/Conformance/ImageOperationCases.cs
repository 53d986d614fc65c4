using Enas.Pipeline.Tensors;

namespace Enas.TestKit.Conformance;

/// <summary>The operations on images, with sizes drawn by the caller.</summary>
public static class ImageOperationCases
{
    /// <summary>All operations on n images of c channels, h rows and w columns; convolutions to k channels a group.</summary>
    public static IEnumerable<OperationCase> Of(int n, int c, int h, int w, int k)
    {
        TensorShape images = new(n, c, h, w);
        foreach (var (size, options) in Windows())
        {
            yield return Convolution(images, k, size, size, options);
            yield return Convolution(images, c, size, size, options with { Groups = c });
            yield return Convolution(images, 2 * c, size, size, options with { Groups = c });
        }

        yield return Convolution(new(n, 3 * c, h, w), 3 * k, 3, 3, ConvolutionOptions.Same(3, groups: 3));
        yield return Convolution(new(n, 2 * c, h, w), 2 * k, 3, 3, ConvolutionOptions.Same(3, stride: 2, groups: 2));
        yield return Convolution(images, k, 3, 2, new ConvolutionOptions(1, 1, 1, 1, 2));
        yield return Convolution(images, k, 1, 1, new ConvolutionOptions(2, PaddingBefore: -1, PaddingAfter: 1));
        yield return new("relu conv", [images, new(k, c, 3, 3)], -1, 1, (s, x) => s.ReluConv2d(x[0], x[1], ConvolutionOptions.Same(3)));
        yield return new("relu conv twice", [images, new(k, c, 3, 3), new(k, c, 1, 1)], -1, 1, (s, x) =>
            s.Add(s.ReluConv2d(x[0], x[1], ConvolutionOptions.Same(3)), s.ReluConv2d(x[0], x[2], new(1))));
        yield return new("conv twice", [images, new(k, c, 1, 1), new(k, c, 1, 1)], -1, 1, (s, x) =>
            s.Add(s.Conv2d(x[0], x[1], new(1)), s.Conv2d(x[0], x[2], new(1))));
        yield return new("conv reused weight", [images, new(c, c, 3, 3)], -1, 1, (s, x) =>
            s.Conv2d(s.Conv2d(x[0], x[1], ConvolutionOptions.Same(3)), x[1], ConvolutionOptions.Same(3)));
        yield return new("separable", [images, new(c, 1, 3, 3), new(k, c, 1, 1)], -1, 1, (s, x) =>
            s.SeparableConv2d(x[0], x[1], x[2], ConvolutionOptions.Same(3)));
        foreach (var options in Pools())
        {
            yield return new($"max pool {options}", [images], -1, 1, (s, x) => s.MaxPool2d(x[0], options));
            yield return new($"average pool {options}", [images], -1, 1, (s, x) => s.AveragePool2d(x[0], options));
            yield return new($"average pool counting {options}", [images], -1, 1, (s, x) =>
                s.AveragePool2d(x[0], options, countPadding: true));
        }

        yield return new("pools of one", [images], -1, 1, (s, x) =>
            s.Add(s.MaxPool2d(x[0], PoolingOptions.Same(3)), s.AveragePool2d(x[0], PoolingOptions.Same(3))));
        yield return new("global average pool", [images], -1, 1, (s, x) => s.GlobalAveragePool(x[0]));
        yield return new("global average pool and more", [images], -1, 1, (s, x) =>
            s.ConcatColumns([s.GlobalAveragePool(x[0]), s.GlobalAveragePool(x[0])]));
        yield return new("reshape", [images], -1, 1, (s, x) =>
            s.Multiply(s.Reshape(x[0], new(n * c, h * w)), s.Reshape(x[0], new(n * c, h * w))));
        yield return new("concat channels", [images, new(n, k, h, w)], -1, 1, (s, x) => s.ConcatChannels([x[0], x[1], x[0]]));
        yield return new("slice channels", [new(n, c + 2, h, w)], -1, 1, (s, x) => s.SliceChannels(x[0], 1, c));
        yield return new("multiply images", [images, new(n, 1)], -1, 1, (s, x) => s.MultiplyImages(x[0], x[1]));
        foreach (var rectify in new[] { false, true })
        {
            yield return new($"normalize {rectify}", [images, new(1, c), new(1, c)], -1, 1, (s, x) =>
                s.NormalizeImages(x[0], x[1], x[2], Ramp(s, c, -0.2f), Ramp(s, c, 0.3f), 0.1f, rectify));
            if (n * h * w > 2)
            {
                yield return new($"batch norm {rectify}", [images, new(1, c), new(1, c)], -1, 1, (s, x) =>
                    s.BatchNormImages(x[0], x[1], x[2], 0.1f, rectify).Output);
                yield return new($"batch norm of two {rectify}", [images, new(1, c), new(1, c)], -1, 1, (s, x) =>
                    s.Add(x[0], s.BatchNormImages(x[0], x[1], x[2], 0.1f, rectify).Output));
            }
        }
    }

    /// <summary>Convolutions of what another convolution gave, as networks have them: a backend chose how that lies in memory.</summary>
    public static IEnumerable<OperationCase> AfterConvolutions(int n, int c, int h, int w, int k)
    {
        TensorShape images = new(n, c, h, w);
        foreach (var (size, stride) in ((int, int)[])[(1, 1), (1, 2), (3, 2)])
        {
            TensorShape[] shapes = [images, new(k, c, 3, 3), new(c, k, size, size)];
            yield return new($"conv {size}x{size} by {stride} after conv", shapes, -1, 1, (s, x) =>
                s.Conv2d(s.Relu(s.Conv2d(x[0], x[1], ConvolutionOptions.Same(3))), x[2], ConvolutionOptions.Same(size, stride)));
        }
    }

    private static IEnumerable<(int Size, ConvolutionOptions Options)> Windows()
    {
        foreach (var size in (int[])[1, 3, 5])
        {
            yield return (size, ConvolutionOptions.Same(size));
            yield return (size, ConvolutionOptions.Same(size, stride: 2));
        }

        yield return (3, ConvolutionOptions.Same(3, dilation: 2));
        yield return (3, ConvolutionOptions.Same(3, stride: 2, dilation: 2));
        yield return (3, new ConvolutionOptions(3, PaddingBefore: 2, PaddingAfter: 1));
        yield return (2, new ConvolutionOptions(1, PaddingBefore: 0, PaddingAfter: 1));
    }

    private static IEnumerable<PoolingOptions> Pools() =>
        [PoolingOptions.Same(3), PoolingOptions.Same(3, 2),
            PoolingOptions.Same(2, 2), new(2, 3, 0, 1), new(1, 2), PoolingOptions.Same(5, 3)];

    private static OperationCase Convolution(TensorShape images, int outputs, int height, int width, ConvolutionOptions options) => new(
        $"conv {height}x{width} {options}", [images, new(outputs, images[1] / options.Groups, height, width)], -1, 1, (s, x) =>
            s.Conv2d(x[0], x[1], options));

    private static Tensor Ramp(IStepScope scope, int channels, float start) =>
        scope.Constant([.. Enumerable.Range(0, channels).Select(i => start + (0.1f * i))], new TensorShape(1, channels));
}
