using Enas.Pipeline.Ports;
using SkiaSharp;

namespace Enas.Host.Data;

/// <summary>The eight orientations of EXIF: how a camera was held, which the pixels do not say.</summary>
internal static class ImageOrientation
{
    /// <summary>Whether the image lies on its side, so that height and width change places.</summary>
    public static bool SwapsSides(this SKEncodedOrigin origin) =>
        origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

    /// <summary>The image as it is meant to be seen.</summary>
    public static DecodedImage Apply(this SKEncodedOrigin origin, DecodedImage image)
    {
        var (height, width) = origin.SwapsSides() ? (image.Width, image.Height) : (image.Height, image.Width);
        var pixels = new byte[image.Pixels.Length];
        var plane = height * width;
        for (var i = 0; i < pixels.Length; i++)
        {
            var (channel, place) = (i / plane, i % plane);
            var (row, column) = Source(origin, place / width, place % width, image.Height, image.Width);
            pixels[i] = image.Pixels[(channel * plane) + (row * image.Width) + column];
        }

        return new DecodedImage(image.Channels, height, width, pixels);
    }

    /// <summary>Where the pixel that is seen at a place is stored; height and width are the stored ones. The names say where row 0 and
    /// column 0 are seen.</summary>
    private static (int Row, int Column) Source(SKEncodedOrigin origin, int row, int column, int height, int width) => origin switch
    {
        SKEncodedOrigin.TopRight => (row, width - 1 - column),
        SKEncodedOrigin.BottomRight => (height - 1 - row, width - 1 - column),
        SKEncodedOrigin.BottomLeft => (height - 1 - row, column),
        SKEncodedOrigin.LeftTop => (column, row),
        SKEncodedOrigin.RightTop => (height - 1 - column, row),
        SKEncodedOrigin.RightBottom => (height - 1 - column, width - 1 - row),
        SKEncodedOrigin.LeftBottom => (column, width - 1 - row),
        _ => (row, column),
    };
}
