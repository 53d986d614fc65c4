using Enas.Pipeline.Messages;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;
using SkiaSharp;

namespace Enas.Host.Data;

/// <summary>
/// Decodes image files with Skia, and what Skia would lose or does not know with code of our own: PNG of 16 bits and portable pixmaps.
/// Colours are taken as they are stored, without colour management; the image is turned as its EXIF orientation says. Grey images have one
/// channel, others three; an alpha channel is dropped where it is opaque everywhere, and the image is refused where it is not.
/// </summary>
internal sealed class SkiaImageDecoder : IImageDecoder
{
    /// <summary>What can be decoded, by what Skia calls it; portable pixmaps come beside.</summary>
    private static readonly SKEncodedImageFormat[] s_formats =
        [SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg,
            SKEncodedImageFormat.Bmp, SKEncodedImageFormat.Gif, SKEncodedImageFormat.Webp];

    /// <summary>The decoder, once its native library has been found.</summary>
    /// <exception cref="DataException">The native library does not load.</exception>
    public static IImageDecoder Create()
    {
        try
        {
            // The first call of the native library; what is missing shows here and not in the middle of a folder.
            using var nothing = SKData.CreateCopy([0]);
            return new SkiaImageDecoder();
        }
        catch (Exception error) when (error is DllNotFoundException
            or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new DataException(DataErrorKind.Unusable, $"Image files cannot be decoded here: the native library libSkiaSharp does not "
                + $"load ({(error.InnerException ?? error).Message}). Use binary, idx or CSV data, or install enas anew for this system.",
                error);
        }
    }

    /// <inheritdoc />
    public ImageHeader ReadHeader(Stream content, string path)
    {
        ArgumentNullException.ThrowIfNull(content);
        var start = new byte[PortablePixmap.MostHeader];
        var read = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (PortablePixmap.Is(start))
        {
            return PortablePixmap.ReadHeader(start.AsSpan(0, read), path);
        }

        content.Position = 0;
        using var codec = Known(SKCodec.Create(content), path);
        return codec.EncodedOrigin.SwapsSides()
            ? new ImageHeader(codec.Info.Width, codec.Info.Height) : new ImageHeader(codec.Info.Height, codec.Info.Width);
    }

    /// <inheritdoc />
    public DecodedImage Decode(byte[] bytes, string path)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (PortablePixmap.Is(bytes))
        {
            return PortablePixmap.Decode(bytes, path);
        }

        using var data = SKData.CreateCopy(bytes);
        using var codec = Known(SKCodec.Create(data), path);
        if (codec.FrameCount > 1)
        {
            throw Unusable(path, $"the image is animated, with {codec.FrameCount} frames, and a file is read as one image");
        }

        var png = PngHeader.Read(bytes);
        if (png is { BitDepth: 16 })
        {
            var deep = SixteenBitPng.Decode(bytes, png, path);
            return Turned(Planes(deep, png.Height, png.Width, png.IsGrey, path),
                codec.EncodedOrigin, ["16-bit images rounded to 8 bits", .. DroppedAlpha(png)]);
        }

        var format = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var pixels = new byte[format.BytesSize64 <= Array.MaxLength
            ? (int)format.BytesSize64 : throw Unusable(path, $"{format.Width}x{format.Height} pixels are too many")];
        Decode(codec, format, pixels, path);
        var grey = codec.Info.ColorType == SKColorType.Gray8 || png is { IsGrey: true };
        return Turned(Planes(pixels, format.Height, format.Width, grey, path), codec.EncodedOrigin, DroppedAlpha(png));
    }

    private static string[] DroppedAlpha(PngHeader? png) =>
        png is { IsGrey: true, HasAlpha: true } ? ["grey images whose alpha channel was opaque and is dropped"] : [];

    private static SKCodec Known(SKCodec? codec, string path)
    {
        var known = codec ?? throw Unusable(path, "this is no image of a kind that is read, or its header is damaged");
        if (s_formats.Contains(known.EncodedFormat))
        {
            return known;
        }

        var found = known.EncodedFormat;
        known.Dispose();
        throw Unusable(path, $"the content is {found}, whatever the name says; images are read from {ImageFolder.Formats} only");
    }

    private static unsafe void Decode(SKCodec codec, SKImageInfo format, byte[] pixels, string path)
    {
        fixed (byte* first = pixels)
        {
            // Anything but success fills the rest with something: no training on half an image.
            var result = codec.GetPixels(format, (nint)first);
            if (result != SKCodecResult.Success)
            {
                throw Unusable(path, result == SKCodecResult.IncompleteInput
                    ? "the image is incomplete: the file ends too early" : $"the image cannot be decoded ({result})");
            }
        }
    }

    private static DecodedImage Planes(byte[] pixels, int height, int width, bool grey, string path)
    {
        const int Stored = 4;
        var (channels, plane) = (grey ? 1 : 3, height * width);
        var planes = new byte[checked(channels * plane)];
        for (var i = 0; i < plane; i++)
        {
            if (pixels[(i * Stored) + 3] != byte.MaxValue)
            {
                throw Unusable(path, $"the pixel at row {i / width}, column {i % width} "
                    + $"is transparent, and what stands behind it is not known; flatten the image onto a background first");
            }

            for (var channel = 0; channel < channels; channel++)
            {
                planes[(channel * plane) + i] = pixels[(i * Stored) + channel];
            }
        }

        return new DecodedImage(channels, height, width, planes);
    }

    private static DecodedImage Turned(DecodedImage image, SKEncodedOrigin origin, IReadOnlyList<string> done) =>
        origin == SKEncodedOrigin.TopLeft
        ? image with { Done = done }
        : origin.Apply(image) with { Done = ["images turned as their EXIF orientation says", .. done] };

    /// <summary>A file that is no usable image.</summary>
    internal static DataException Unusable(string path, string fault) =>
        new(DataErrorKind.Unusable, $"{ForeignText.Shown(path)}: {fault}. Correct the file, or move it out.");
}
