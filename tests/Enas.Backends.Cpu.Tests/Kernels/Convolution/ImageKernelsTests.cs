using CsCheck;
using Enas.Backends.Cpu.Kernels.Convolution;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Tensors;
using Enas.TestKit;
using Enas.TestKit.Conformance;

namespace Enas.Backends.Cpu.Tests.Kernels.Convolution;

/// <summary>The kernels for images on memory of the test's own: bounds, alignment, allocation, awkward sizes, awkward values.</summary>
public sealed unsafe class ImageKernelsTests
{
    // Dimensions of 1 to 300 in products small enough for a float64 loop.
    private static readonly Gen<ConvolutionGeometry> s_geometries =
        from long1 in Gen.Int[1, 300]
        from long2 in Gen.Int[1, 300]
        from short1 in Gen.Int[1, 5]
        from short2 in Gen.Int[1, 4]
        from arrangement in Gen.Int[0, 5]
        from size in Gen.Int[0, 4]
        from stride in Gen.Int[1, 3]
        from dilation in Gen.Int[1, 2]
        from depthwise in Gen.Bool
        from same in Gen.Bool
        from after in Gen.Int[0, 3]
        let kernel = new[] { 1, 2, 3, 5, 7 }[size]
        let sizes = Arrange(arrangement, long1, Math.Min(long2, 3000 / (long1 * short1 * short2) + 1), short1, short2)
        let outputs = depthwise ? sizes.C : arrangement % 2 == 0 ? short1 : long1 % 29 + 1
        let options = same ? ConvolutionOptions.Same(kernel, stride, dilation, depthwise ? sizes.C : 1)
            : new ConvolutionOptions(stride, dilation, depthwise ? sizes.C : 1, kernel / 2, after)
        let geometry = new ConvolutionGeometry(sizes.N, sizes.C, sizes.H, sizes.W, outputs, kernel, kernel, options)
        where geometry.OutputHeight > 0 && geometry.OutputWidth > 0
        select geometry;

    [Fact]
    public void Convolutions_of_any_size_agree_with_float64() => s_geometries.Sample(
        geometry =>
        {
            var operation = Operation(geometry);
            using var cpu = new CpuBackend(3);
            using var oracle = new ReferenceBackend();
            foreach (var (expected, actual) in operation.Run(oracle).Zip(operation.Run(cpu)))
            {
                // Sums of up to thousands of terms below 1; float32 keeps 6e-8 of the largest partial sum each time.
                var scale = Math.Max(expected.Max(Math.Abs), 1);
                Assert.True(expected.Zip(actual).All(pair => Math.Abs(pair.First - pair.Second) <= 5e-5 * scale), operation.ToString());
            }
        },
        seed: "0000KOIPe036",
        iter: 120,
        threads: 1);

    [Fact]
    public void Convolutions_stay_within_their_operands_and_do_not_care_about_alignment() => s_geometries.Sample(
        geometry =>
        {
            using var backend = new CpuBackend(2);
            var (x, w, dy) = (Values("x", Count(geometry, input: true)),
                Values("w", geometry.WeightCount), Values("dy", Count(geometry, input: false)));
            foreach (var rectify in (bool[])[false, true])
            {
                var (y, dx, dw) = (new float[dy.Length], new float[x.Length], new float[w.Length]);
                fixed (float* px = x, pw = w, pdy = dy, py = y, pdx = dx, pdw = dw)
                {
                    backend.Images.Convolutions.Forward(geometry, px, pw, py, rectify);
                    backend.Images.Convolutions.Backward(geometry, px, pdy, pw, pdx, false, pdw, false, rectify);
                }

                using GuardedMemory gx = new(x), gw = new(w),
                    gdy = new(dy), gy = new(new float[y.Length]), gdx = new(new float[dx.Length]), gdw = new(new float[dw.Length]);
                backend.Images.Convolutions.Forward(geometry, gx.Data, gw.Data, gy.Data, rectify);
                backend.Images.Convolutions.Backward(geometry, gx.Data, gdy.Data, gw.Data, gdx.Data, false, gdw.Data, false, rectify);
                Assert.All((GuardedMemory[])[gx, gw, gdy, gy, gdx, gdw], memory => Assert.True(memory.IsIntact));
                Assert.True(gy.Values.SequenceEqual(y)
                    && gdx.Values.SequenceEqual(dx) && gdw.Values.SequenceEqual(dw), geometry.ToString());
            }
        },
        seed: "0000KOIPe036",
        iter: 120,
        threads: 1);

    [Fact]
    public void Pools_and_norms_stay_within_their_operands() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 9], Gen.Int[1, 40], Gen.Int[1, 70], Gen.Int[1, 3]).Sample(
        (n, c, h, w, stride) =>
        {
            using var backend = new CpuBackend(2);
            var options = PoolingOptions.Same(3, stride);
            var outputs = n * c * options.OutputSize(h) * options.OutputSize(w);
            using GuardedMemory x = new(Values("x", n * c * h * w)), dx = new(new float[n * c * h * w]), y = new(new float[x.Count]);
            using GuardedMemory pooled = new(new float[outputs]),
                dy = new(Values("dy", outputs)), channels = new(new float[6 * c]), means = new(new float[n * c]);
            foreach (var maximum in (bool[])[false, true])
            {
                backend.Images.Pooling.Forward(n * c, h, w, options, maximum, false, x.Data, pooled.Data);
                backend.Images.Pooling.Backward(n * c, h, w, options, maximum, false, x.Data, dy.Data, dx.Data, false);
                Assert.Equal(dy.Values.ToArray().Sum(v => (double)v), dx.Values.ToArray().Sum(v => (double)v), 1e-3);
            }

            backend.Images.BatchNorm.Forward(n, c, h * w, Norm(x.Data, y.Data, dx.Data, channels.Data, c));
            backend.Images.BatchNorm.Backward(n, c, h * w, Norm(x.Data, y.Data, dx.Data, channels.Data, c));
            backend.Images.Means.Forward(n * c, h * w, x.Data, means.Data);
            backend.Images.Means.Backward(n * c, h * w, means.Data, dx.Data, accumulate: true);
            Assert.All((GuardedMemory[])[x, dx, y, pooled, dy, channels, means], memory => Assert.True(memory.IsIntact));
        },
        seed: "0000KOIPe036",
        iter: 60,
        threads: 1);

    [Fact]
    public void Kernels_allocate_nothing_on_the_managed_heap_once_they_are_warm()
    {
        // One thread, so that every allocation there is would be this thread's.
        using var backend = new CpuBackend(1);
        var x = Values("x", 4 * 6 * 16 * 16);
        var (y, dx, dw, channels) = (new float[x.Length], new float[x.Length], new float[6 * 6 * 25], new float[36]);
        var geometries = new[]
        {
            Images(6, 1, new ConvolutionOptions(1)), Images(6, 3, ConvolutionOptions.Same(3)), Images(6, 5, ConvolutionOptions.Same(5)),
            Images(6, 3, ConvolutionOptions.Same(3, stride: 2)),
                Images(6, 3, ConvolutionOptions.Same(3, groups: 6)), Images(6, 5, ConvolutionOptions.Same(5, stride: 2, groups: 6)),
        };
        fixed (float* px = x, py = y, pdx = dx, pdw = dw, pc = channels)
        {
            Step(backend, geometries, px, py, pdx, pdw, pc);
            Step(backend, geometries, px, py, pdx, pdw, pc);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Step(backend, geometries, px, py, pdx, pdw, pc);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public void The_variance_of_large_values_close_together_does_not_cancel()
    {
        var x = Values("x", 8 * 3 * 50).Select(v => 4096f + v).ToArray();
        var channels = new float[18];
        using var backend = new CpuBackend(2);
        fixed (float* px = x, pc = channels, py = new float[x.Length])
        {
            backend.Images.BatchNorm.Forward(8, 3, 50, Norm(px, py, null, pc, 3));
        }

        for (var channel = 0; channel < 3; channel++)
        {
            var own = x.Where((_, i) => i / 50 % 3 == channel).Select(v => (double)v).ToArray();
            var expected = own.Average(v => (v - own.Average()) * (v - own.Average()));
            Assert.Equal(expected, channels[9 + channel], 1e-5 * expected);
        }
    }

    [Fact]
    public void A_window_with_NaN_has_a_NaN_maximum()
    {
        var x = Values("x", 5 * 40);
        (x[0], x[83], x[199]) = (float.NaN, float.NaN, float.NaN);
        var y = new float[x.Length];
        using var backend = new CpuBackend(1);
        fixed (float* px = x, py = y)
        {
            backend.Images.Pooling.Forward(1, 5, 40, PoolingOptions.Same(3), maximum: true, false, px, py);
        }

        for (var i = 0; i < y.Length; i++)
        {
            var near = new[] { 0, 83, 199 }.Any(at => Math.Abs((at / 40) - (i / 40)) <= 1 && Math.Abs((at % 40) - (i % 40)) <= 1);
            Assert.Equal(near, float.IsNaN(y[i]));
        }
    }

    [Fact]
    public void Statistics_come_back_and_only_an_explicit_update_changes_an_average()
    {
        using var cpu = new CpuBackend(2);
        using var oracle = new ReferenceBackend();
        var results = new List<float[]>();
        foreach (var backend in (ITensorBackend[])[oracle, cpu])
        {
            var x = ConformanceValues.Parameter(backend, "x", new TensorShape(3, 2, 4, 5), 1);
            var (gamma, beta, average) = (ConformanceValues.Parameter(backend, "g", new TensorShape(1, 2), 1), ConformanceValues.Parameter(
                backend, "b", new TensorShape(1, 2), 1), ConformanceValues.Parameter(backend, "a", new TensorShape(1, 2), 1));
            var values = new float[8];
            using (var scope = backend.BeginStep(recordGradients: false))
            {
                var norm = scope.BatchNormImages(x, gamma, beta, 0.1f);
                backend.Read(average, values.AsSpan(0, 2));
                scope.UpdateAverage(average, norm.Mean, 0.25f);
                scope.Read(norm.Mean, values.AsSpan(2, 2));
                scope.Read(norm.Variance, values.AsSpan(4, 2));
            }

            backend.Read(average, values.AsSpan(6, 2));
            results.Add(values);
        }

        Assert.Equal(results[0], results[1], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(results[1][0] + (0.25f * (results[1][2] - results[1][0])), results[1][6], 1e-6f);
    }

    [Fact]
    public void Shapes_that_do_not_go_together_are_named()
    {
        using var cpu = new CpuBackend(1);
        using var scope = cpu.BeginStep(recordGradients: false);
        var x = scope.Zeros(new TensorShape(2, 4, 5, 5));
        Assert.Contains("[3, 3, 3, 3]", Assert.Throws<ArgumentException>(() =>
            scope.Conv2d(x, scope.Zeros(new TensorShape(3, 3, 3, 3)), new(1))).Message, StringComparison.Ordinal);
        Assert.Contains("larger", Assert.Throws<ArgumentException>(() =>
            scope.Conv2d(x, scope.Zeros(new TensorShape(3, 4, 7, 7)), new(1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => scope.Conv2d(x, scope.Zeros(new TensorShape(4, 4, 3, 3)), default));
        Assert.Throws<ArgumentException>(() => scope.MaxPool2d(x, new PoolingOptions(3, 1, 3, 0)));
        Assert.Throws<ArgumentException>(() => scope.Reshape(x, new TensorShape(7, 7)));
        Assert.Throws<ArgumentException>(() => scope.UpdateAverage(x, x, 0.1f));
        Assert.Throws<ArgumentException>(() =>
            scope.BatchNormImages(x, scope.Zeros(new TensorShape(1, 3)), scope.Zeros(new TensorShape(1, 4)), 0.1f));
    }

    private static (int N, int C, int H, int W) Arrange(int arrangement, int a, int b, int c, int d) => arrangement switch
    {
        0 => (c, d, b, a),
        1 => (c, d, a, b),
        2 => (a, c, b, d),
        3 => (c, a, d, b),
        4 => (b, c, d, a),
        _ => (d, a, b, c),
    };

    private static OperationCase Operation(ConvolutionGeometry g) => new(
        g.ToString(), [new(g.Images, g.Channels, g.Height, g.Width), new(g.Outputs, g.GroupChannels, g.KernelHeight, g.KernelWidth)],
            -1, 1, (s, x) => s.Conv2d(x[0], x[1], g.Options));

    private static ConvolutionGeometry Images(int channels, int kernel, ConvolutionOptions options) =>
        new(4, channels, 16, 16, channels, kernel, kernel, options);

    private static void Step(CpuBackend backend,
        ConvolutionGeometry[] geometries, float* x, float* y, float* dx, float* dw, float* channels)
    {
        foreach (var geometry in geometries)
        {
            backend.Images.Convolutions.Forward(geometry, x, x, y, rectify: true);
            backend.Images.Convolutions.Backward(geometry, x, y, x, dx, true, dw, true, rectify: true);
        }

        backend.Images.BatchNorm.Forward(4, 6, 256, Norm(x, y, dx, channels, 6));
        backend.Images.BatchNorm.Backward(4, 6, 256, Norm(x, y, dx, channels, 6));
        backend.Images.Pooling.Forward(24, 16, 16, PoolingOptions.Same(3), maximum: true, false, x, y);
        backend.Images.Pooling.Backward(24, 16, 16, PoolingOptions.Same(3), maximum: false, true, x, y, dx, true);
        backend.Images.Means.Forward(24, 256, x, y);
        backend.Images.Means.Backward(24, 256, y, dx, accumulate: true);
    }

    private static BatchNormImages.Operands Norm(float* x, float* y, float* dx, float* channels, int count) => new()
    {
        X = x,
        Y = y,
        Gamma = channels,
        Beta = channels + count,
        Mean = channels + (2 * count),
        Variance = channels + (3 * count),
        Epsilon = 0.1f,
        Rectify = true,
        IsGiven = false,
        UpstreamGradient = y,
        XGradient = dx,
        GammaGradient = channels + (4 * count),
        BetaGradient = channels + (5 * count),
    };

    private static long Count(in ConvolutionGeometry g, bool input) =>
        (long)g.Images * (input ? g.Channels * g.Height * g.Width : g.Outputs * g.OutputHeight * g.OutputWidth);

    private static float[] Values(string name, long count)
    {
        var values = new float[count];
        new RandomStream(5, name).FillUniform(values, 0, 0, -1, 1);
        return values;
    }
}
