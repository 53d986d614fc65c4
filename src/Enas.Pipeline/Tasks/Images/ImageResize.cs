using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>Makes images of several sizes ones of one size: a square.</summary>
internal static class ImageResize
{
    /// <summary>Images of several sizes are refused.</summary>
    public const string None = "none";

    /// <summary>The whole image is scaled into the square, in its middle; what is left over is black.</summary>
    public const string Fit = "fit";

    /// <summary>The square in the middle of the image is scaled.</summary>
    public const string Crop = "crop";

    public const int DefaultSide = 32;
    public const int LargestSide = 1024;

    /// <summary>An image's planes [C, H, W] as planes [C, side, side].</summary>
    public static byte[] Apply(string mode, int side, int channels, int height, int width, ReadOnlySpan<byte> pixels)
    {
        if (mode == Crop)
        {
            var square = Math.Min(height, width);
            var cut = Window(channels, height, width, pixels, (height - square) / 2, (width - square) / 2, square);
            return Resampler.Resample(channels, square, square, cut, side, side);
        }

        var longer = Math.Max(height, width);
        var (innerHeight, innerWidth) = (Scaled(height, side, longer), Scaled(width, side, longer));
        var inner = Resampler.Resample(channels, height, width, pixels, innerHeight, innerWidth);
        return Framed(channels, innerHeight, innerWidth, inner, side);
    }

    /// <summary>A set of images of this size.</summary>
    public static ImageSet Apply(string mode, int side, ImageSet set, string folder)
    {
        if (set.Height == side && set.Width == side)
        {
            return set;
        }

        var length = set.Channels * side * side;
        var pixels = new byte[FolderFiles.PixelLength(folder, (long)set.Count * length)];
        for (var i = 0; i < set.Count; i++)
        {
            Apply(mode, side, set.Channels, set.Height, set.Width, set.Image(i)).CopyTo(pixels, i * length);
        }

        return new ImageSet(set.Channels, side, side, pixels, set.Labels) { SourceOf = set.SourceOf };
    }

    // To the nearest pixel, and never to nothing.
    private static int Scaled(int length, int side, int longer) => Math.Max(1, (int)((((long)length * side * 2) + longer) / (2L * longer)));

    private static byte[] Window(int channels, int height, int width, ReadOnlySpan<byte> pixels, int top, int left, int side)
    {
        var cut = new byte[channels * side * side];
        for (var channel = 0; channel < channels; channel++)
        {
            for (var row = 0; row < side; row++)
            {
                pixels.Slice((((channel * height) + top + row) * width) + left, side).CopyTo(cut.AsSpan(((channel * side) + row) * side));
            }
        }

        return cut;
    }

    private static byte[] Framed(int channels, int height, int width, byte[] pixels, int side)
    {
        var (top, left) = ((side - height) / 2, (side - width) / 2);
        var framed = new byte[channels * side * side];
        for (var channel = 0; channel < channels; channel++)
        {
            for (var row = 0; row < height; row++)
            {
                pixels.AsSpan(((channel * height) + row) * width, width)
                    .CopyTo(framed.AsSpan((((channel * side) + top + row) * side) + left));
            }
        }

        return framed;
    }
}
