using Enas.Host.Data;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Folders;
using SkiaSharp;

namespace Enas.Host.Tests.Data;

public sealed class SkiaImageDecoderTests
{
    private readonly IImageDecoder _decoder = SkiaImageDecoder.Create();

    /// <summary>A red and a blue pixel, written by another program (Python's zlib, chunk by chunk).</summary>
    [Fact]
    public void A_png_of_another_program_decodes_to_its_planes()
    {
        var image = _decoder.Decode(Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGM4wSXHyv8LAAaIAf9hJejLAAAAAElFTkSuQmCC"), "x.png");
        Assert.Equal((3, 1, 2), (image.Channels, image.Height, image.Width));
        Assert.Equal([200, 5, 10, 15, 30, 250], image.Pixels);
    }

    [Fact]
    public void A_grey_png_has_one_channel()
    {
        var image = _decoder.Decode(Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNgSGE48R8ABCUCLMYPuiEAAAAASUVORK5CYII="), "x.png");
        Assert.Equal((1, 2, 2), (image.Channels, image.Height, image.Width));
        Assert.Equal([0, 100, 200, 255], image.Pixels);
    }

    [Fact]
    public void A_jpeg_is_near_what_was_encoded()
    {
        var image = _decoder.Decode(Encoded(SKEncodedImageFormat.Jpeg, new SKColor(200, 100, 50)), "x.jpg");
        Assert.Equal((3, 8, 8), (image.Channels, image.Height, image.Width));
        Assert.All(image.Pixels.Chunk(64).Zip([200, 100, 50]), plane =>
            Assert.All(plane.First, value => Assert.InRange(value, plane.Second - 4, plane.Second + 4)));
    }

    [Fact]
    public void An_opaque_alpha_channel_is_dropped_and_a_transparent_pixel_refused()
    {
        Assert.Equal(3, _decoder.Decode(Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR4nGNgZGL+z8LK9h8ABlYCFISb0IsAAAAASUVORK5CYII="), "x.png").Channels);
        Refused(Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR4nGNgZGL+z8LK9g8ABlUCExtv+eoAAAAASUVORK5CYII="),
            "a/x.png: the pixel at row 0, column 1 is transparent");
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

    /// <summary>Skia alone makes 0 of 255 and of 128: it drops the lower byte.</summary>
    [Fact]
    public void Sixteen_bits_are_rounded_to_the_nearest_of_eight()
    {
        ushort[] values = [0, 128, 129, 255, 385, 386, 40000, 65535];
        var expected = values.Select(value => (byte)Math.Round(value * 255 / 65535.0)).ToArray();
        var grey = _decoder.Decode(ImageBytes.Png(4, 2, 16, 0, values), "x.png");
        Assert.Equal((1, 2, 4), (grey.Channels, grey.Height, grey.Width));
        Assert.Equal(expected, grey.Pixels);
        Assert.Equal(["16-bit images rounded to 8 bits"], grey.Done);
        var colours = _decoder.Decode(ImageBytes.Png(1, 2, 16, 2, [0, 257, 514, 1000, 30000, 65535]), "x.png");
        Assert.Equal([0, 4, 1, 117, 2, 255], colours.Pixels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_filter_of_a_sixteen_bit_png_is_undone_as_skia_does_it(byte filter)
    {
        // The same filtered bytes as 8 bits with two samples in place of each: what Skia unfilters, byte by byte, must come out of both.
        ushort[] raw = [.. Enumerable.Range(0, 24).Select(i => (ushort)(i * 2579))];
        ushort[] halves = [.. raw.SelectMany(value => new[] { (ushort)(value >> 8), (ushort)(value & 255) })];
        var deep = _decoder.Decode(ImageBytes.Png(6, 4, 16, 0, raw, filter), "x.png").Pixels;
        var halvesOfRgba = Planes(ImageBytes.Png(6, 4, 8, 4, halves, filter));
        Assert.Equal(halvesOfRgba.Select(value => (byte)((value + 128) / 257)), deep);
    }

    [Fact]
    public void A_grey_image_with_an_opaque_alpha_channel_is_grey()
    {
        var image = _decoder.Decode(ImageBytes.Png(2, 1, 8, 4, [100, 255, 50, 255]), "x.png");
        Assert.Equal((1, 1, 2), (image.Channels, image.Height, image.Width));
        Assert.Equal([100, 50], image.Pixels);
        Assert.Equal(["grey images whose alpha channel was opaque and is dropped"], image.Done);
        Assert.Equal([0, 255], _decoder.Decode(ImageBytes.Png(2, 1, 16, 4, [0, 65535, 65535, 65535]), "x.png").Pixels);
        Refused(ImageBytes.Png(2, 1, 8, 4, [100, 255, 50, 254]), "column 1 is transparent");
        Refused(ImageBytes.Png(1, 1, 16, 6, [1, 2, 3, 65534]), "column 0 is transparent");
    }

    /// <summary>The white quarter of a picture of 16x24, by the corner in which it is seen: Exif 2.3, tag 0x0112.</summary>
    [Theory]
    [InlineData(1, true, true, false)]
    [InlineData(2, true, false, false)]
    [InlineData(3, false, false, false)]
    [InlineData(4, false, true, false)]
    [InlineData(5, true, true, true)]
    [InlineData(6, true, false, true)]
    [InlineData(7, false, false, true)]
    [InlineData(8, false, true, true)]
    public void The_orientation_of_exif_is_applied(int orientation, bool above, bool left, bool onItsSide)
    {
        var bytes = ImageBytes.Jpeg(orientation);
        var image = _decoder.Decode(bytes, "x.jpg");
        Assert.Equal(onItsSide ? (16, 24) : (24, 16), (image.Height, image.Width));
        Assert.Equal(new ImageHeader(image.Height, image.Width), _decoder.ReadHeader(new MemoryStream(bytes), "x.jpg"));
        int At(bool up, bool toLeft) => image.Pixels[((up ? 2 : image.Height - 3) * image.Width) + (toLeft ? 2 : image.Width - 3)];
        foreach (var (up, toLeft) in new[] { (true, true), (true, false), (false, true), (false, false) })
        {
            Assert.InRange(At(up, toLeft), (up, toLeft) == (above, left) ? 200 : 0, (up, toLeft) == (above, left) ? 255 : 50);
        }

        Assert.Equal(orientation == 1 ? [] : ["images turned as their EXIF orientation says"], image.Done);
    }

    [Fact]
    public void An_image_without_loss_is_the_same_in_each_format()
    {
        var expected = Enumerable.Repeat((byte)77, 3 * 16);
        Assert.Equal(expected, _decoder.Decode(ImageBytes.Encoded(SKEncodedImageFormat.Png, 77), "x.png").Pixels);
        Assert.Equal(expected,
            _decoder.Decode([.. "P6\n# made by hand\n4 4\n255\n"u8, .. Enumerable.Repeat((byte)77, 48)], "x.ppm").Pixels);
        byte[] bitmap =
        [
            .. "BM"u8, 58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24, 0,
            .. new byte[24], 30, 20, 10, 0,
        ];
        Assert.Equal([10, 20, 30], _decoder.Decode(bitmap, "x.bmp").Pixels);
        Assert.Equal((3, 4, 4), Shape(_decoder.Decode(ImageBytes.Encoded(SKEncodedImageFormat.Webp, 77), "x.webp")));
    }

    [Fact]
    public void A_portable_greymap_is_read_and_one_that_lies_is_refused()
    {
        Assert.Equal([0, 128, 255], _decoder.Decode([.. "P5 3 1 2\n"u8, 0, 1, 2], "x.pgm").Pixels);
        Assert.Equal([0, 1], _decoder.Decode([.. "P5 2 1 65535\n"u8, 0, 128, 1, 0], "x.pgm").Pixels);
        Refused([.. "P5 3 1 255\n"u8, 0, 1], "the header says 1x3 pixels, that is 3 bytes; there are 2");
        Refused([.. "P5 30000 x"u8], "the header of the pixmap is damaged");
        Refused([.. "P5 1 1 10\n"u8, 11], "a sample is 11; the header says that 10 is the most");
    }

    [Fact]
    public void One_frame_is_an_image_and_several_are_none()
    {
        Assert.Equal([255, 0, 0, 0, 0, 255], _decoder.Decode(ImageBytes.Gif(1), "x.gif").Pixels);
        Refused(ImageBytes.Gif(3), "the image is animated, with 3 frames");
    }

    [Fact]
    public void A_header_is_read_without_the_pixels()
    {
        var bytes = ImageBytes.Png(23000, 23000, 8, 2, []);
        Assert.InRange(bytes.Length, 1, 100);
        Assert.Equal(new ImageHeader(23000, 23000), _decoder.ReadHeader(new MemoryStream(bytes), "x.png"));
    }

    private static (int Channels, int Height, int Width) Shape(DecodedImage image) => (image.Channels, image.Height, image.Width);

    /// <summary>Grey and alpha of each pixel as Skia gives them, put together to 16 bits.</summary>
    private static int[] Planes(byte[] png)
    {
        using var data = SKData.CreateCopy(png);
        using var codec = SKCodec.Create(data);
        using var bitmap = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        Assert.Equal(SKCodecResult.Success, codec.GetPixels(bitmap.Info, bitmap.GetPixels()));
        return [.. bitmap.Bytes.Chunk(4).Select(pixel => (pixel[0] << 8) + pixel[3])];
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
