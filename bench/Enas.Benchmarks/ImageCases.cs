using Enas.Backends.Cpu;
using Enas.Pipeline.Tensors;

/// <summary>One operation on images to be timed forward and backward, with what it costs at least.</summary>
/// <param name="Name">The operation.</param>
/// <param name="Weights">Shapes of its weights.</param>
/// <param name="MultiplyAdds">Multiply-adds of the forward pass; the backward pass has twice as many.</param>
/// <param name="FloorBytes">Each input read once and each output written once: x, y forward; x, dy, dx backward.</param>
/// <param name="Apply">The operation on images and weights.</param>
internal sealed record ImageCase(
    string Name, IReadOnlyList<TensorShape> Weights,
        long MultiplyAdds, long FloorBytes, Func<IStepScope, Tensor, IReadOnlyList<Tensor>, Tensor> Apply);

/// <summary>The shapes of the convolutional spaces: batch 128, 32x32, 36 channels in and out unless said otherwise.</summary>
internal static class ImageCases
{
    /// <summary>Convolutions, norms and pools on [images, channels, side, side].</summary>
    public static IEnumerable<ImageCase> Of(int images = 128, int channels = 36, int side = 32)
    {
        long elements = (long)images * channels * side * side;
        long floor = 5 * elements * sizeof(float);
        foreach (var size in new[] { 1, 3, 5 })
        {
            yield return new($"convolution {size}x{size}", [new(channels, channels, size, size)],
                elements * channels * size * size, floor, (s, x, w) => s.Conv2d(x, w[0], ConvolutionOptions.Same(size)));
        }

        foreach (var size in new[] { 3, 5 })
        {
            yield return new($"depthwise {size}x{size}", [new(channels, 1, size, size)], elements * size * size, floor, (s, x, w) =>
                s.Conv2d(x, w[0], ConvolutionOptions.Same(size, groups: channels)));
            yield return new(
                $"separable {size}x{size}", [new(channels, 1, size, size), new(channels, channels, 1, 1)],
                    elements * (channels + (size * size)), 2 * floor,
                (s, x, w) => s.SeparableConv2d(x, w[0], w[1], ConvolutionOptions.Same(size)));
        }

        yield return new("batch norm + relu", [new(1, channels), new(1, channels)], 0, floor, (s, x, w) =>
            s.BatchNormImages(x, w[0], w[1], 1e-5f, rectify: true).Output);
        yield return new("max pool 3x3", [], 0, floor, (s, x, _) => s.MaxPool2d(x, PoolingOptions.Same(3)));
        yield return new("average pool 3x3", [], 0, floor - (elements * sizeof(float)), (s, x, _) =>
            s.AveragePool2d(x, PoolingOptions.Same(3)));
    }

    /// <summary>Milliseconds of one forward and backward pass, for each of <paramref name="rounds"/>, after a few to warm up.</summary>
    public static double[] TimeMs(CpuBackend backend, ImageCase item, TensorShape images, int rounds)
    {
        var x = Filled(backend, "x", images);
        var weights = item.Weights.Select((shape, i) => Filled(backend, $"w{i}", shape)).ToArray();
        var times = new double[rounds];
        for (var round = -5; round < rounds; round++)
        {
            using var scope = backend.BeginStep(recordGradients: true);
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            var y = item.Apply(scope, x, weights);
            var forward = System.Diagnostics.Stopwatch.GetElapsedTime(start);

            // Backward fills dy with ones first: one more tensor written than the operation itself needs.
            var loss = scope.Sum(y);
            start = System.Diagnostics.Stopwatch.GetTimestamp();
            scope.Backward(loss);
            if (round >= 0)
            {
                times[round] = (forward + System.Diagnostics.Stopwatch.GetElapsedTime(start)).TotalMilliseconds;
            }
        }

        foreach (var weight in weights.Append(x))
        {
            backend.Release(weight);
        }

        return times;
    }

    private static Tensor Filled(CpuBackend backend, string key, TensorShape shape)
    {
        var values = new float[shape.ElementCount];
        new Enas.Pipeline.Numerics.RandomStream(1, key).FillUniform(values, 0, 0, -1, 1);
        var parameter = backend.CreateParameter(key, shape);
        backend.Write(parameter, values);
        return parameter;
    }
}
