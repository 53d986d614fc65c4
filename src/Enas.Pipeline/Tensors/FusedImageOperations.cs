namespace Enas.Pipeline.Tensors;

/// <summary>Operations on images over primitives: what a backend without a kernel runs, and what its kernels are tested against.</summary>
public static class FusedImageOperations
{
    /// <summary>Convolution of max(x, 0): the backend's kernel when it has one, else primitives. Shapes as in
    /// <see cref="IStepScope.Conv2d"/>.</summary>
    public static Tensor ReluConv2d(this IStepScope scope, Tensor x, Tensor weight, ConvolutionOptions options) =>
        scope.TryReluConv2d(x, weight, options) ?? scope.Conv2d(scope.Relu(x), weight, options);

    /// <summary>Depthwise separable convolution (Chollet 2017): one filter per channel, then a 1x1 convolution. No norm
    /// or rectifier between.</summary>
    /// <param name="scope">The step that computes, which holds the results until it ends.</param>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="depthwise">[C, 1, kernel height, kernel width].</param>
    /// <param name="pointwise">[K, C, 1, 1].</param>
    /// <param name="options">Stride, dilation and padding of the depthwise part; its groups are C whatever is said here.</param>
    /// <returns>[N, K, output height, output width].</returns>
    public static Tensor SeparableConv2d(this IStepScope scope, Tensor x, Tensor depthwise, Tensor pointwise, ConvolutionOptions options) =>
        scope.TrySeparableConv2d(x, depthwise, pointwise, options)
        ?? scope.Conv2d(scope.Conv2d(x, depthwise, options with { Groups = x.Shape[1] }), pointwise, new ConvolutionOptions(1));

    /// <summary>Images of equal N, H and W, channels one after the other in list order.</summary>
    public static Tensor ConcatChannels(this IStepScope scope, IReadOnlyList<Tensor> parts)
    {
        var first = parts[0].Shape;
        var rows = new Tensor[parts.Count];
        var channels = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var shape = parts[i].Shape;
            if (shape.Rank != 4 || shape[0] != first[0] || shape[2] != first[2] || shape[3] != first[3])
            {
                throw new ArgumentException($"ConcatChannels: {shape} does not go with {first}.");
            }

            channels += shape[1];
            rows[i] = scope.Reshape(parts[i], AsRows(shape));
        }

        return scope.Reshape(scope.ConcatColumns(rows), new TensorShape(first[0], channels, first[2], first[3]));
    }

    /// <summary>Channels start .. start+count of images.</summary>
    public static Tensor SliceChannels(this IStepScope scope, Tensor x, int start, int count)
    {
        var (shape, area) = (x.Shape, x.Shape[2] * x.Shape[3]);
        var sliced = scope.SliceColumns(scope.Reshape(x, AsRows(shape)), start * area, count * area);
        return scope.Reshape(sliced, new TensorShape(shape[0], count, shape[2], shape[3]));
    }

    /// <summary>Multiplies each image by its element of <paramref name="factors"/> [N, 1]: drop path.</summary>
    public static Tensor MultiplyImages(this IStepScope scope, Tensor x, Tensor factors) =>
        scope.Reshape(scope.Multiply(scope.Reshape(x, AsRows(x.Shape)), factors), x.Shape);

    private static TensorShape AsRows(TensorShape shape) => new(shape[0], shape[1] * shape[2] * shape[3]);
}
