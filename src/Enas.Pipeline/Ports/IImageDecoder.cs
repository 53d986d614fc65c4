using Enas.Pipeline.Data;

namespace Enas.Pipeline.Ports;

/// <summary>Decodes image files. Safe to use from several threads.</summary>
public interface IImageDecoder
{
    /// <summary>The image of an encoded file (PNG or JPEG).</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">Named in messages.</param>
    /// <exception cref="DataException">It is no image, damaged, incomplete, or has transparent pixels.</exception>
    DecodedImage Decode(byte[] bytes, string path);
}

/// <summary>An image as it is stored in a file.</summary>
/// <param name="Channels">1 (grey) or 3 (red, green, blue).</param>
/// <param name="Height">H in pixels.</param>
/// <param name="Width">W in pixels.</param>
/// <param name="Pixels">[C, H, W], one byte a value.</param>
public sealed record DecodedImage(int Channels, int Height, int Width, byte[] Pixels);
