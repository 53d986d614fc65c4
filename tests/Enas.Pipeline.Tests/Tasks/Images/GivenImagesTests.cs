using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;

namespace Enas.Pipeline.Tests.Tasks.Images;

/// <summary>Image files for a trained network become what its training images became.</summary>
public sealed class GivenImagesTests : IDisposable
{
    private static readonly ImageLayoutOptions s_plain = ImageLayoutOptions.Default;

    private readonly string _root = Directory.CreateTempSubdirectory("enas-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_folder_is_read_in_the_order_of_a_data_set()
    {
        foreach (var name in (string[])["b/2.png", "b/10.png", "b/deep/1.png", "a/1.png", "z.png", "notes.txt", ".hidden.png"])
        {
            Write(name);
        }

        Assert.Equal(["z.png", "a/1.png", "b/10.png", "b/2.png", "b/deep/1.png"],
            GivenImages.In(_root).Select(path => Path.GetRelativePath(_root, path).Replace('\\', '/')));
        Write("a/2.tiff");
        var error = Assert.Throws<DataException>(() => GivenImages.In(_root));
        Assert.Contains("2.tiff: images are read from ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Grey_stands_three_times_where_the_network_takes_colours_and_colours_only_where_they_are_grey()
    {
        var path = Write("a.png");
        Assert.Equal<byte>([1, 2, 1, 2, 1, 2], Given(3, 1, 2, s_plain, new DecodedImage(1, 1, 2, [1, 2])).Read(path));
        Assert.Equal<byte>([1, 2], Given(1, 1, 2, s_plain, new DecodedImage(3, 1, 2, [1, 2, 1, 2, 1, 2])).Read(path));
        foreach (var colours in new byte[][] { [1, 2, 1, 2, 1, 3], [1, 2, 1, 3, 1, 2] })
        {
            var error = Assert.Throws<DataException>(() => Given(1, 1, 2, s_plain, new DecodedImage(3, 1, 2, colours)).Read(path));
            Assert.Contains("the image is in colour", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Sizes_are_changed_as_the_options_say_and_refused_otherwise()
    {
        var (path, wide) = (Write("a.png"), new DecodedImage(1, 1, 2, [4, 8]));
        Assert.Equal<byte>([4, 8], Given(1, 2, 1, s_plain with { Transpose = true }, wide).Read(path));
        var error = Assert.Throws<DataException>(() => Given(1, 2, 2, s_plain, wide).Read(path));
        Assert.Contains("the image is 1x2 pixels (height x width), and the network takes 2x2", error.Message, StringComparison.Ordinal);
        Assert.Contains("--resize fit", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<DataException>(() => Given(1, 2, 1, s_plain, wide).Read(path));
        Assert.DoesNotContain("--resize", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<DataException>(() => Given(1, 2, 2, s_plain, new DecodedImage(1, 1 << 20, 1 << 20, [])).Read(path));
        Assert.Contains("the header says 1048576x1048576 pixels", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, Given(1, 2, 2, s_plain with { Resize = "fit", ResizeTo = 2 }, wide).Read(path).Length);
        Assert.Equal<byte>([4], Given(1, 1, 1, s_plain with { Resize = "crop", ResizeTo = 1 }, wide).Read(path));
    }

    [Fact]
    public void Options_come_back_from_their_text()
    {
        var options = new ImageLayoutOptions("crop", 48, "coarse", "first", CsvHeader: true, Transpose: true, string.Empty);
        Assert.Equal(options, ImageLayoutOptions.Parse(options.ToJson()));
        Assert.Equal(options, ImageLayoutOptions.Parse((options with { ValidIndices = "list.txt" }).ToJson()));
        Assert.All((string[])["", "{}", "[]", "7", "{\"resize\":1}", (options with { Resize = "x" }).ToJson(),
            (options with { ResizeTo = 0 }).ToJson(), (options with { ResizeTo = 1025 }).ToJson()],
            text => Assert.Null(ImageLayoutOptions.Parse(text)));
    }

    private static GivenImages Given(int channels, int height, int width, ImageLayoutOptions options, DecodedImage image) =>
        new(channels, height, width, options, new Decoder(image));

    private string Write(string name)
    {
        var path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, [1]);
        return path;
    }

    private sealed class Decoder(DecodedImage image) : IImageDecoder
    {
        public ImageHeader ReadHeader(Stream content, string path) => new(image.Height, image.Width);

        public DecodedImage Decode(byte[] bytes, string path) => image;
    }
}
