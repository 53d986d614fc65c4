using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Ports;

/// <summary>Decodes image files. Safe to use from several threads.</summary>
public interface IImageDecoder
{
    /// <summary>What the header of an encoded file says; no pixel is decoded.</summary>
    /// <param name="content">The file, at its start.</param>
    /// <param name="path">Named in messages.</param>
    /// <exception cref="DataException">It is no image, or of a kind that is not read.</exception>
    ImageHeader ReadHeader(Stream content, string path);

    /// <summary>The image of an encoded file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">Named in messages.</param>
    /// <exception cref="DataException">It is no image, damaged, incomplete, has several frames or transparent pixels.</exception>
    DecodedImage Decode(byte[] bytes, string path);
}

/// <summary>The size that an image will have.</summary>
/// <param name="Height">H in pixels, once it has been turned.</param>
/// <param name="Width">W in pixels, once it has been turned.</param>
public sealed record ImageHeader(int Height, int Width);

/// <summary>An image as it is stored in a file.</summary>
/// <param name="Channels">1 (grey) or 3 (red, green, blue).</param>
/// <param name="Height">H in pixels.</param>
/// <param name="Width">W in pixels.</param>
/// <param name="Pixels">[C, H, W], one byte a value.</param>
public sealed record DecodedImage(int Channels, int Height, int Width, byte[] Pixels)
{
    /// <summary>What was done to it, as words that follow a number of images.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];
}
