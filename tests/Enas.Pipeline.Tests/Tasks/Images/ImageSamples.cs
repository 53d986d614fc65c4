using System.Buffers.Binary;
using System.IO.Compression;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;

namespace Enas.Pipeline.Tests.Tasks.Images;

/// <summary>Small image data, and files of each layout.</summary>
internal static class ImageSamples
{
    public static ImageDataOptions Standard { get; } = new()
    {
        Split = "seeded",
        ValidFraction = 0.25,
        ValidCount = 0,
        ValidIndices = "",
        TrainLimit = 0,
        Padding = 4,
        Flip = true,
        Cutout = 0,
        Resize = "none",
        ResizeTo = 32,
        Labels = "fine",
        CsvLabel = "last",
        CsvHeader = false,
        Transpose = false,
        Classes = 10,
        Channels = 3,
        Size = 16,
        TrainImages = 40,
        ValidImages = 20,
        TestImages = 20,
    };

    /// <summary>Image i has label i modulo classes, and pixel j the value i · 7 + j modulo 256.</summary>
    public static ImageSet Set(int count, int channels = 1, int height = 4, int width = 4, int classes = 2)
    {
        var length = channels * height * width;
        return new ImageSet(channels, height,
            width, [.. Enumerable.Range(0, count * length).Select(i => (byte)((i / length * 7) + (i % length)))],
            [.. Enumerable.Range(0, count).Select(i => i % classes)]);
    }

    public static ImageCorpus Corpus(int train = 23, int valid = 11, int channels = 2, int height = 5, int width = 6) =>
        new(Set(train, channels, height, width), Set(valid, channels, height, width), Set(7, channels, height, width), ["a", "b"]);

    public static byte[] CifarBatch(int count, Func<int, int>? label = null) =>
        [.. Enumerable.Range(0, count)
            .SelectMany(i => Enumerable.Range(0, 3073).Select(j => (byte)(j == 0 ? label?.Invoke(i) ?? i % 10 : i + j)))];

    public static byte[] IdxImages(int count, int height, int width) =>
        [.. Header(0x803, count, height, width), .. Enumerable.Range(0, count * height * width).Select(i => (byte)i)];

    public static byte[] IdxLabels(params byte[] labels) => [.. Header(0x801, labels.Length), .. labels];

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    public static DataException Fails(Action act, DataErrorKind kind, params string[] words)
    {
        var error = Assert.Throws<DataException>(act);
        Assert.Equal(kind, error.Kind);
        Assert.DoesNotContain('\n', error.Message);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        return error;
    }

    private static byte[] Header(params int[] words)
    {
        var bytes = new byte[4 * words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), words[i]);
        }

        return bytes;
    }
}
