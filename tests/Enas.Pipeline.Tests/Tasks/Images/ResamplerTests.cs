using Enas.Pipeline.Tasks.Images;

namespace Enas.Pipeline.Tests.Tasks.Images;

public sealed class ResamplerTests
{
    [Fact]
    public void The_same_size_is_the_same_image()
    {
        var pixels = Enumerable.Range(0, 2 * 5 * 7).Select(i => (byte)(i * 37)).ToArray();
        Assert.Equal(pixels, Resampler.Resample(2, 5, 7, pixels, 5, 7));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 11)]
    [InlineData(64, 5)]
    [InlineData(17, 40)]
    public void One_value_stays_one_value(int height, int width) =>
        Assert.All(Resampler.Resample(1, 13, 9, [.. Enumerable.Repeat((byte)255, 13 * 9)], height, width), value =>
            Assert.Equal(255, value));

    /// <summary>By hand: halving takes the two pixels under it with 3/8 each and their neighbours with 1/8; at an edge 3/7,
    /// 3/7 and 1/7.</summary>
    [Fact]
    public void Halving_weighs_four_pixels()
    {
        byte[] row = [0, 70, 140, 210, 40, 80, 120, 160];
        double[] expected = [((0 * 3) + (70 * 3) + 140) / 7.0,
            (70 + (140 * 3) + (210 * 3) + 40) / 8.0, (210 + (40 * 3) + (80 * 3) + 120) / 8.0, (80 + (120 * 3) + (160 * 3)) / 7.0];
        Assert.Equal(expected.Select(value => (byte)Math.Floor(value + 0.5)), Resampler.Resample(1, 1, 8, row, 1, 4));
    }

    /// <summary>Weights of a quarter and three quarters between pixels, the edge repeated.</summary>
    [Fact]
    public void Doubling_is_linear_between_pixels() => Assert.Equal([0, 25, 75, 100], Resampler.Resample(1, 1, 2, [0, 100], 1, 4));

    /// <summary>The definition in two dimensions, in floating point and in one pass, agrees but for the rounding
    /// between the passes.</summary>
    [Theory]
    [InlineData(31, 17, 8, 8)]
    [InlineData(9, 12, 20, 5)]
    public void It_is_the_triangle_filter(int height, int width, int newHeight, int newWidth)
    {
        var pixels = Enumerable.Range(0, height * width).Select(i => (byte)(i * 73 ^ i >> 2)).ToArray();
        var result = Resampler.Resample(1, height, width, pixels, newHeight, newWidth);
        for (var i = 0; i < result.Length; i++)
        {
            Assert.InRange(result[i] - Defined(
                pixels, height, width, i / newWidth, i % newWidth, (double)height / newHeight, (double)width / newWidth), -1.01, 1.01);
        }
    }

    [Fact]
    public void Crop_takes_the_middle_and_fit_takes_all()
    {
        byte[] wide = [1, 2, 3, 4, 5, 6, 7, 8];
        Assert.Equal([2, 3, 6, 7], ImageResize.Apply(ImageResize.Crop, 2, 1, 2, 4, wide));
        Assert.Equal([0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0], ImageResize.Apply(ImageResize.Fit, 4, 1, 2, 4, wide));
        Assert.Equal([0, 1, 5, 0, 0, 2, 6, 0, 0, 3, 7, 0, 0, 4, 8, 0],
            ImageResize.Apply(ImageResize.Fit, 4, 1, 4, 2, [1, 5, 2, 6, 3, 7, 4, 8]));
    }

    [Fact]
    public void An_image_of_one_line_can_be_resized()
    {
        Assert.Equal(32 * 32, ImageResize.Apply(ImageResize.Fit, 32, 1, 1, 5000, new byte[5000]).Length);
        Assert.Equal(32 * 32, ImageResize.Apply(ImageResize.Crop, 32, 1, 1, 5000, new byte[5000]).Length);
    }

    private static double Defined(byte[] pixels, int height, int width, int y, int x, double scaleY, double scaleX)
    {
        var (sum, total) = (0.0, 0.0);
        for (var i = 0; i < pixels.Length; i++)
        {
            var weight = Triangle((i / width) + 0.5 - ((y + 0.5) * scaleY), scaleY) * Triangle(
                (i % width) + 0.5 - ((x + 0.5) * scaleX), scaleX);
            sum += weight * pixels[i];
            total += weight;
        }

        return sum / total;
    }

    private static double Triangle(double distance, double scale) => Math.Max(0, 1 - (Math.Abs(distance) / Math.Max(1, scale)));
}
