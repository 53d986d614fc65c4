using Enas.Host.Data;
using Enas.Pipeline.Data;
using Enas.Pipeline.Ports;
using SkiaSharp;

namespace Enas.Host.Tests.Data;

public sealed class SkiaImageDecoderTests
{
    private readonly IImageDecoder _decoder = SkiaImageDecoder.Create();

    /// <summary>A red and a blue pixel, written by another program (Python's zlib, chunk by chunk).</summary>
    [Fact]
    public void A_png_of_another_program_decodes_to_its_planes()
    {
        var image = _decoder.Decode(Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGM4wSXHyv8LAAaIAf9hJejLAAAAAElFTkSuQmCC"), "x.png");
        Assert.Equal((3, 1, 2), (image.Channels, image.Height, image.Width));
        Assert.Equal([200, 5, 10, 15, 30, 250], image.Pixels);
    }

    [Fact]
    public void A_grey_png_has_one_channel()
    {
        var image = _decoder.Decode(Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNgSGE48R8ABCUCLMYPuiEAAAAASUVORK5CYII="), "x.png");
        Assert.Equal((1, 2, 2), (image.Channels, image.Height, image.Width));
        Assert.Equal([0, 100, 200, 255], image.Pixels);
    }

    [Fact]
    public void A_jpeg_is_near_what_was_encoded()
    {
        var image = _decoder.Decode(Encoded(SKEncodedImageFormat.Jpeg, new SKColor(200, 100, 50)), "x.jpg");
        Assert.Equal((3, 8, 8), (image.Channels, image.Height, image.Width));
        Assert.All(image.Pixels.Chunk(64).Zip([200, 100, 50]), plane => Assert.All(plane.First, value => Assert.InRange(value, plane.Second - 4, plane.Second + 4)));
    }

    [Fact]
    public void An_opaque_alpha_channel_is_dropped_and_a_transparent_pixel_refused()
    {
        Assert.Equal(3, _decoder.Decode(Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR4nGNgZGL+z8LK9h8ABlYCFISb0IsAAAAASUVORK5CYII="), "x.png").Channels);
        Refused(Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR4nGNgZGL+z8LK9g8ABlUCExtv+eoAAAAASUVORK5CYII="), "a/x.png: the pixel at row 0, column 1 is transparent");
    }

    [Fact]
    public void What_is_no_image_is_refused()
    {
        Refused([1, 2, 3], "a/x.png: this is no image of a kind that is read");
        Refused("<html></html>"u8.ToArray(), "a/x.png: this is no image of a kind that is read");
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    public void An_image_that_is_cut_short_is_refused_wherever(SKEncodedImageFormat format)
    {
        var bytes = Encoded(format, SKColors.Red, noise: true);
        foreach (var length in new[] { 10, bytes.Length / 4, bytes.Length / 2, bytes.Length * 3 / 4 })
        {
            Refused(bytes[..length], "a/x.png");
        }
    }

    private void Refused(byte[] bytes, string words)
    {
        var error = Assert.Throws<DataException>(() => _decoder.Decode(bytes, "a/x.png"));
        Assert.Equal(DataErrorKind.Unusable, error.Kind);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private static byte[] Encoded(SKEncodedImageFormat format, SKColor colour, bool noise = false)
    {
        using var bitmap = new SKBitmap(8, 8);
        for (var i = 0; i < 64; i++)
        {
            bitmap.SetPixel(i % 8, i / 8, noise ? new SKColor((byte)(i * 37), (byte)(i * 91), (byte)(i * 53)) : colour);
        }

        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }
}
