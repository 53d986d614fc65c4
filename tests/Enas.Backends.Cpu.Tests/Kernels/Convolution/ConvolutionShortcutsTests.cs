using Enas.Backends.Cpu.Kernels.Convolution;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu.Tests.Kernels.Convolution;

/// <summary>
/// Shapes for which convolutions take a shorter way: tiles that end with the rows of results, results written straight to their place, both
/// gradients of a 1x1 convolution in one visit, operands read where they lie. The bits must be those of the plain way.
/// </summary>
public sealed unsafe class ConvolutionShortcutsTests
{
    [Theory]
    [InlineData(32, 5, 3, 1)]
    [InlineData(64, 2, 5, 1)]
    [InlineData(16, 6, 5, 1)]
    [InlineData(16, 7, 3, 1)]
    [InlineData(8, 4, 3, 1)]
    [InlineData(8, 3, 5, 1)]
    [InlineData(4, 4, 3, 1)]
    [InlineData(2, 5, 3, 1)]
    [InlineData(1, 4, 3, 1)]
    [InlineData(48, 3, 2, 1)]
    [InlineData(64, 6, 3, 2)]
    [InlineData(32, 8, 5, 2)]
    public void Every_result_is_one_chain_of_multiply_adds_on_every_path(int width, int height, int kernel, int stride)
    {
        var g = new ConvolutionGeometry(3, 4, height, width, 14, kernel, kernel, ConvolutionOptions.Same(kernel, stride, groups: 2));
        var (x, w, dy) = (Values("x", 3 * 4 * height * width),
            Values("w", g.WeightCount), Values("dy", 3 * 14 * g.OutputHeight * g.OutputWidth));
        foreach (var path in InstructionPathTests.Runnable)
        {
            using var backend = new CpuBackend(2, path);
            using GuardedMemory gx = new(x), gw = new(w), gdy = new(dy), gy = new(new float[dy.Length]), gdx = new(new float[x.Length]);
            foreach (var (rectify, accumulate) in new[] { (false, false), (true, false), (false, true), (true, true) })
            {
                var before = gdx.Values.ToArray();
                backend.Images.Convolutions.Forward(g, gx.Data, gw.Data, gy.Data, rectify);
                backend.Images.Convolutions.Backward(g, gx.Data, gdy.Data, gw.Data, gdx.Data, accumulate, null, false, rectify);
                Assert.Equal(ForwardChains(g, x, w, rectify), gy.Values.ToArray());
                if (stride == 1)
                {
                    var chains = GradientChains(g, dy, w);
                    Assert.Equal(chains.Select((chain, i) => (rectify && x[i] <= 0 ? 0 : chain) + (accumulate ? before[i] : 0)),
                        gdx.Values.ToArray());
                }
            }

            Assert.All((GuardedMemory[])[gx, gw, gdy, gy, gdx], memory => Assert.True(memory.IsIntact));
        }
    }

    [Theory]
    [InlineData(40, 6, 10, 4, 4, 1)]
    [InlineData(33, 5, 13, 32, 32, 1)]
    [InlineData(17, 8, 6, 5, 7, 2)]
    [InlineData(64, 3, 5, 1, 33, 1)]
    [InlineData(131, 12, 26, 8, 8, 2)]
    [InlineData(64, 36, 36, 16, 16, 1)]
    public void Both_gradients_of_a_1x1_convolution_have_the_bits_of_each_alone(
        int images, int channels, int outputs, int height, int width, int groups)
    {
        var g = new ConvolutionGeometry(images, channels, height, width, outputs, 1, 1, new ConvolutionOptions(1, Groups: groups));
        using GuardedMemory x = new(Values("x", images * channels * height * width)),
            w = new(Values("w", g.WeightCount)), dy = new(Values("dy", images * outputs * height * width));
        using GuardedMemory dx = new(new float[x.Count]),
            dw = new(new float[w.Count]), dxAlone = new(new float[x.Count]), dwAlone = new(new float[w.Count]);
        foreach (var path in InstructionPathTests.Runnable)
        {
            using var one = new CpuBackend(1, path);
            using var three = new CpuBackend(3, path);
            foreach (var (rectify, accumulate) in new[] { (false, false), (true, false), (false, true), (true, true) })
            {
                one.Images.Convolutions.Backward(g, x.Data, dy.Data, w.Data, dxAlone.Data, accumulate, null, false, rectify);
                one.Images.Convolutions.Backward(g, x.Data, dy.Data, w.Data, null, false, dwAlone.Data, accumulate, rectify);
                three.Images.Convolutions.Backward(g, x.Data, dy.Data, w.Data, dx.Data, accumulate, dw.Data, accumulate, rectify);
                Assert.True(dx.Values.SequenceEqual(dxAlone.Values) && dw.Values.SequenceEqual(dwAlone.Values),
                    $"{path} {rectify} {accumulate}");
            }
        }

        Assert.All((GuardedMemory[])[x, w, dy, dx, dw, dxAlone, dwAlone], memory => Assert.True(memory.IsIntact));
    }

    [Fact]
    public void A_weight_gradient_of_1x1_does_not_depend_on_where_the_input_is_read()
    {
        // Rectified input is laid out anew first; where nothing is negative it is the same input.
        var g = new ConvolutionGeometry(9, 7, 16, 16, 5, 1, 1, new ConvolutionOptions(1));
        var (x, w, dy) = (Array.ConvertAll(Values("x", 9 * 7 * 256), Math.Abs), Values("w", g.WeightCount), Values("dy", 9 * 5 * 256));
        var (where, anew) = (new float[w.Length], new float[w.Length]);
        using var backend = new CpuBackend(1);
        fixed (float* px = x, pw = w, pdy = dy, pWhere = where, pAnew = anew)
        {
            backend.Images.Convolutions.Backward(g, px, pdy, pw, null, false, pWhere, false, rectify: false);
            backend.Images.Convolutions.Backward(g, px, pdy, pw, null, false, pAnew, false, rectify: true);
        }

        Assert.Equal(anew, where);
        Assert.Contains(where, value => value != 0);
    }

    private static float[] ForwardChains(in ConvolutionGeometry g, float[] x, float[] w, bool rectify)
    {
        var y = new float[g.Images * g.Outputs * g.OutputHeight * g.OutputWidth];
        for (var i = 0; i < y.Length; i++)
        {
            var (column, row, output) = (i % g.OutputWidth,
                i / g.OutputWidth % g.OutputHeight, i / (g.OutputWidth * g.OutputHeight) % g.Outputs);
            var (image, group) = (i / (g.OutputWidth * g.OutputHeight * g.Outputs), output / g.GroupOutputs);
            for (var term = 0; term < g.Terms; term++)
            {
                var channel = (group * g.GroupChannels) + (term / g.Taps);
                var (h, v) = ((row * g.Options.Stride) - g.Options.PaddingBefore + (term % g.Taps / g.KernelWidth),
                    (column * g.Options.Stride) - g.Options.PaddingBefore + (term % g.KernelWidth));
                var value = h >= 0 && h < g.Height && v >= 0 && v < g.Width
                    ? x[(((((image * g.Channels) + channel) * g.Height) + h) * g.Width) + v] : 0;
                y[i] = MathF.FusedMultiplyAdd(w[(output * g.Terms) + term], rectify && value <= 0 ? 0 : value, y[i]);
            }
        }

        return y;
    }

    /// <summary>Stride 1.</summary>
    private static float[] GradientChains(in ConvolutionGeometry g, float[] dy, float[] w)
    {
        var dx = new float[g.Images * g.Channels * g.Height * g.Width];
        for (var i = 0; i < dx.Length; i++)
        {
            var (column, row, channel) = (i % g.Width, i / g.Width % g.Height, i / (g.Width * g.Height) % g.Channels);
            var (image, group) = (i / (g.Width * g.Height * g.Channels), channel / g.GroupChannels);
            for (var term = 0; term < g.GroupOutputs * g.Taps; term++)
            {
                var (output, tap) = ((group * g.GroupOutputs) + (term / g.Taps), term % g.Taps);
                var (h, v) = (row + g.Options.PaddingBefore - (tap / g.KernelWidth),
                    column + g.Options.PaddingBefore - (tap % g.KernelWidth));
                var value = h >= 0 && h < g.OutputHeight && v >= 0 && v < g.OutputWidth
                    ? dy[(((((image * g.Outputs) + output) * g.OutputHeight) + h) * g.OutputWidth) + v] : 0;
                dx[i] = MathF.FusedMultiplyAdd(w[(output * g.Terms) + (channel % g.GroupChannels * g.Taps) + tap], value, dx[i]);
            }
        }

        return dx;
    }

    private static float[] Values(string name, long count)
    {
        var values = new float[count];
        new RandomStream(11, name).FillUniform(values, 0, 0, -1, 1);
        return values;
    }
}
