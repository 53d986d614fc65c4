using Enas.Pipeline.Data;
using Enas.Pipeline.Ports;
using SkiaSharp;

namespace Enas.Host.Data;

/// <summary>
/// Decodes PNG and JPEG with Skia. Colours are taken as they are stored, without colour management; so is the orientation. Grey images
/// have one channel, others three; an alpha channel is dropped where it is opaque everywhere, and the image is refused where it is not.
/// </summary>
internal sealed class SkiaImageDecoder : IImageDecoder
{
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
        catch (Exception error) when (error is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new DataException(DataErrorKind.Unusable, $"PNG and JPEG images cannot be decoded here: the native library libSkiaSharp does not load ({(error.InnerException ?? error).Message}). Use binary, idx or CSV data, or install enas anew for this system.", error);
        }
    }

    /// <inheritdoc />
    public DecodedImage Decode(byte[] bytes, string path)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data) ?? throw Unusable(path, "this is no PNG or JPEG image, or its header is damaged");
        if (codec.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg))
        {
            throw Unusable(path, $"the content is {codec.EncodedFormat}, whatever the name says; images are read from PNG and JPEG only");
        }

        var grey = codec.Info.ColorType == SKColorType.Gray8;
        var format = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var pixels = new byte[format.BytesSize64 <= Array.MaxLength ? (int)format.BytesSize64 : throw Unusable(path, $"{format.Width}x{format.Height} pixels are too many")];
        Decode(codec, format, pixels, path);
        return Planes(pixels, format.Height, format.Width, grey, path);
    }

    private static unsafe void Decode(SKCodec codec, SKImageInfo format, byte[] pixels, string path)
    {
        fixed (byte* first = pixels)
        {
            // Anything but success fills the rest with something: no training on half an image.
            var result = codec.GetPixels(format, (nint)first);
            if (result != SKCodecResult.Success)
            {
                throw Unusable(path, result == SKCodecResult.IncompleteInput ? "the image is incomplete: the file ends too early" : $"the image cannot be decoded ({result})");
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
                throw Unusable(path, $"the pixel at row {i / width}, column {i % width} is transparent, and what stands behind it is not known; flatten the image onto a background first");
            }

            for (var channel = 0; channel < channels; channel++)
            {
                planes[(channel * plane) + i] = pixels[(i * Stored) + channel];
            }
        }

        return new DecodedImage(channels, height, width, planes);
    }

    private static DataException Unusable(string path, string fault) => new(DataErrorKind.Unusable, $"{path}: {fault}. Correct the file, or move it out.");
}
