using Enas.TestKit.Faults;
using SkiaSharp;
using static Enas.Host.Tests.Data.ImageBytes;

namespace Enas.Host.Tests.Data;

/// <summary>Folders of images as people have them, and as nobody should.</summary>
internal static class ImageFolderCases
{
    /// <summary>What the name of a folder beside the data ends with, to which links in the data lead.</summary>
    public const string LinkedTo = "-linked";

    public static IReadOnlyList<FolderCase> All { get; } =
    [
        // Class folders and the names of parts.
        Good("classes", 8, f => Classes(f, "train", "test")),
        Good("classes-without-parts", 4, f => Classes(f, ".")),
        Good("classes-validation", 12, f => Classes(f, "train", "validation", "test")),
        Good("classes-val-capital", 12, f => Classes(f, "Train", "VAL", "Test")),
        Good("classes-dev-testing", 12, f => Classes(f, "training", "dev", "testing")),
        Bad("classes-two-validations", ["valid", "val"], f => Classes(f, "train", "valid", "val")),
        Bad("classes-without-train", ["test"], f => Classes(f, "test")),
        Bad("classes-unknown-folder", ["holdout"], f => Classes(f, "train", "test", "holdout")),
        Bad("classes-unknown-class", ["test/bird"], f =>
            Put(Classes(f, "train", "test"), "test/bird/1.png", Encoded(SKEncodedImageFormat.Png, 1))),
        Good("nested", 10, f =>
            Put(Put(Classes(f, "train", "test"), "train/cat/more/1.png", Grey(9)), "train/cat/more/deep/2.png", Grey(9))),
        Bad("loose", ["train/loose.png", "top.jpg"], f =>
            Put(Put(Classes(f, "train", "test"), "train/loose.png", Grey(9)), "top.jpg", Grey(9))),
        Bad("loose-alone", ["a.png"], f => Put(f, "a.png", Grey(1))),

        // Names and kinds of image files.
        Good("jfif-jpe", 10, f => Put(Put(Classes(f, "train", "test"), "train/cat/z.jfif", Encoded(SKEncodedImageFormat.Jpeg, 5)),
            "train/dog/Z.JPE", Encoded(SKEncodedImageFormat.Jpeg, 5))),
        Good("webp-ppm", 10, f => Put(Put(Classes(f, "train", "test"), "train/cat/z.webp", Encoded(SKEncodedImageFormat.Webp, 5)),
            "train/dog/z.ppm", [.. "P6 4 4 255\n"u8, .. new byte[48]])),
        Bad("tiff-heic", ["cat/z.tif", "dog/z.HEIC"], f =>
            Put(Put(Classes(f, "train", "test"), "train/cat/z.tif", [1]), "train/dog/z.HEIC", [1])),
        Bad("animated", ["cat/z.gif"], f => Put(Classes(f, "train", "test"), "train/cat/z.gif", Gif(2))),
        Bad("no-image", ["cat/z.png"], f => Put(Classes(f, "train", "test"), "train/cat/z.png", "<html></html>"u8.ToArray())),
        Bad("all-bad-at-once", ["cat/a.png", "cat/b.tif", "dog/c.png", "test/notes.bin", "dog/d.jpg"], f =>
            AllBad(Classes(f, "train", "test"))),
        Good("grey16", 9, f => Put(Classes(f, "train", "test"), "train/cat/z.png", Png(4, 4, 16, 0, new ushort[16]))),
        Good("grey-alpha", 9, f =>
            Put(Classes(f, "train", "test"), "train/cat/z.png", Png(4, 4, 8, 4, [.. Enumerable.Repeat((ushort)255, 32)]))),
        Bad("mixed-sizes", ["cat/z.png", "16x24", "resize"], f =>
            Put(Classes(f, "train", "test"), "train/cat/z.png", Encoded(SKEncodedImageFormat.Png, 5, 16, 24))),
        Good("mixed-sizes-fit", 9, f => Put(Classes(f, "train", "test"), "train/cat/z.png", Encoded(SKEncodedImageFormat.Png, 5, 16, 24)),
            "data.images.resize=fit", "data.images.resizeTo=8"),
        Good("mixed-sizes-crop", 9, f => Put(Classes(f, "train", "test"), "train/cat/z.jpg", Jpeg(6)), "data.images.resize=crop"),
        Bad("bomb-by-header", ["cat/z.png", "23000x23000"], f =>
            Put(Classes(f, "train", "test"), "train/cat/z.png", Png(23000, 23000, 8, 2, []))),
        Bad("bomb-by-header-resized", ["cat/z.png", "23000x23000"], f =>
            Put(Classes(f, "train", "test"), "train/cat/z.png", Png(23000, 23000, 8, 2, [])), "data.images.resize=fit"),

        // What is no regular file.
        Bad("pipe-socket", ["train/cat/p.png", "s.txt"], f => Special(Classes(f, "train", "test"), "train/cat/p.png", "s.txt")),
        Bad("endless-device", ["train/cat/z.png"], f =>
            Do(Classes(f, "train", "test"), g => SpecialFiles.CreateLinkToEndlessDevice(Path.Combine(g, "train/cat/z.png")))),
        Bad("idx-pipe", ["train-images-idx3-ubyte"], f => Special(Idx(f, without: "train-images-idx3-ubyte"), "train-images-idx3-ubyte")),
        Bad("csv-pipe", ["train.csv"], f => Special(Csv(f, without: "train.csv"), "train.csv")),
        Bad("link-to-nothing", ["cat/z.png"], f =>
            Do(Classes(f, "train", "test"), g => File.CreateSymbolicLink(Path.Combine(g, "train/cat/z.png"), "/nowhere"))),
        Bad("link-back", ["cat/loop: is a link to a folder"], f => Link(Classes(f, "train", "test"), "train/cat/loop", "train/cat")),
        Bad("link-above", ["train/loop: is a link to the folder", "read already"], f =>
            Link(Classes(f, "train", "test"), "train/loop", ".")),
        Bad("link-cyclic", ["cat/loop: is a link to a folder"], f => Link(Classes(f, "train", "test"), "train/cat/loop", "train")),
        Bad("link-away-inside-class", ["cat/etc: is a link to a folder"], f => Link(Classes(f, "train", "test"), "train/cat/etc", "/etc")),
        Bad("link-to-a-class", ["train/third: is a link to the folder", "read already"], f =>
            Link(Classes(f, "train", "test"), "train/third", "train/cat")),
        Bad("link-to-a-part", ["valid: is a link to the folder", "read already"], f => Link(Classes(f, "train", "test"), "valid", "test")),
        Bad("link-to-one-place-twice", ["train/two: is a link to the folder", "read already"], f =>
            Link(Link(Classes(f, "train"), "train/one", Elsewhere(f)), "train/two", Elsewhere(f))),
        Bad("link-beside-idx", ["more: is a link to a folder"], f => Link(Idx(f), "more", "/etc")),
        Bad("link-inside-a-folder-of-notes", ["docs/", "(in it: etc)"], f =>
            Link(Put(Idx(f), "docs/licence.txt", [1]), "docs/etc", "/etc")),
        Good("link-to-a-class-elsewhere", 5, f => Link(Classes(f, "train"), "train/else", Elsewhere(f))),
        Good("link-to-a-part-elsewhere", 8, f => Link(Classes(f, "train"), "test", Path.Combine(Classes(f + LinkedTo, "test"), "test"))),

        // idx.
        Good("idx", 6, f => Idx(f)),
        Good("idx-notes", 6, f => Put(Put(Put(Idx(f), "README.md", [1]), ".DS_Store", [1]), "docs/licence.txt", [1])),
        Good("idx-torchvision-raw", 6, f => Twins(Idx(Path.Combine(f, "raw")), f)),
        Bad("idx-twin-differs", ["train-labels-idx1-ubyte.gz"], f =>
            Put(Idx(f), "train-labels-idx1-ubyte.gz", Gzip([0, 0, 8, 1, 0, 0, 0, 4, 1, 1, 1, 1]))),
        Bad("idx-test-size", ["t10k-images-idx3-ubyte", "2x3", "train-images-idx3-ubyte", "2x2"], f =>
            Put(Idx(f), "t10k-images-idx3-ubyte", IdxImages(2, 2, 3))),
        Good("idx-test-size-resized", 6, f =>
            Put(Idx(f), "t10k-images-idx3-ubyte", IdxImages(2, 2, 3)), "data.images.resize=crop", "data.images.resizeTo=4"),
        Bad("idx-bomb", ["train-images-idx3-ubyte.gz", "there are more"], f => Put(
            Idx(f, without: "train-images-idx3-ubyte"), "train-images-idx3-ubyte.gz", Gzip([.. IdxImages(4, 2, 2), .. new byte[1 << 24]]))),
        Bad("idx-promises-much", ["train-images-idx3-ubyte.gz", "2000000000"], f => Put(Idx(f, without: "train-images-idx3-ubyte"),
            "train-images-idx3-ubyte.gz", Gzip([.. IdxImages(0, 1, 1)[..4], 0x77, 0x35, 0x94, 0, 0, 0, 0, 1, 0, 0, 0, 1]))),
        Bad("idx-and-classes", ["train", "cat"], f => Classes(Idx(f), "train")),

        // CSV.
        Good("csv", 6, f => Csv(f)),
        Good("csv-marked", 6, f => Csv(f, mark: "\uFEFF", end: "\r\n")),
        Good("csv-named", 6, f => Csv(f, prefix: "mnist_")),
        Bad("csv-label-first", ["csvLabel = \"first\""], f => Csv(f, labelFirst: true)),
        Good("csv-label-first-said", 6, f => Csv(f, labelFirst: true), "data.images.csvLabel=first"),
        Bad("csv-header", ["train.csv:1", "csvHeader"], f => Csv(f, header: "p1,p2,p3,p4,label\n")),
        Good("csv-header-said", 6, f => Csv(f, header: "p1,p2,p3,p4,label\n"), "data.images.csvHeader=true"),
        Bad("csv-third-table", ["sample_submission.csv"], f => Put(Csv(f), "sample_submission.csv", [1])),
        Bad("csv-endless-line", ["train.csv.gz:1", "more than"], f =>
            Put(Csv(f, without: "train.csv"), "train.csv.gz", Gzip([.. Enumerable.Repeat((byte)'1', 1 << 24)]))),

        // CIFAR.
        Good("cifar10", 5, f => Cifar(f, 1, "data_batch_1.bin", "test_batch.bin")),
        Good("cifar10-table-and-list", 5, f =>
            Put(Put(Cifar(f, 1, "data_batch_1.bin", "test_batch.bin"), "inexact.csv", [1]), "split.txt", [1])),
        Bad("cifar10-stray", ["data_batch_2.bin.part"], f =>
            Put(Cifar(f, 1, "data_batch_1.bin", "test_batch.bin"), "data_batch_2.bin.part", [1])),
        Good("cifar100", 5, f => Cifar(f, 2, "train.bin", "test.bin")),
        Good("cifar100-coarse", 5, f => Cifar(f, 2, "train.bin", "test.bin"), "data.images.labels=coarse"),
        Bad("cifar100-bad-label", ["train.bin", "label 20"], f => Cifar(f, 2, "train.bin", "test.bin", firstLabel: 20)),
        Bad("option-without-use", ["labels = \"coarse\"", "CIFAR-100"], f => Idx(f), "data.images.labels=coarse"),
    ];

    /// <summary>Two images of each of two classes in each part.</summary>
    public static string Classes(string folder, params string[] parts)
    {
        foreach (var part in parts)
        {
            foreach (var (name, i) in new[] { ("cat/1.png", 1), ("cat/2.png", 2), ("dog/1.png", 3), ("dog/2.png", 4) })
            {
                Put(folder, Path.Combine(part, name), Grey((byte)(i * 40)));
            }
        }

        return folder;
    }

    /// <summary>Four images to train on and two to test with.</summary>
    public static string Idx(string folder, string? without = null) => PutAll(
        folder,
        without,
        ("train-images-idx3-ubyte", IdxImages(4, 2, 2)),
        ("train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 4, 0, 1, 0, 1]),
        ("t10k-images-idx3-ubyte", IdxImages(2, 2, 2)),
        ("t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 2, 0, 1]));

    /// <summary>Four lines to train on and two to test with, of images of 2x2.</summary>
    public static string Csv(string folder,
        string? without = null, string prefix = "", string mark = "", string end = "\n", string header = "", bool labelFirst = false)
    {
        string Lines(int count) => mark + header + string.Concat(Enumerable.Range(0, count).Select(i =>
            (labelFirst ? $"{i % 2},{i + 7},2,3,{(i * 60) + 9}" : $"{i + 7},2,3,{(i * 60) + 9},{i % 2}") + end));
        return PutAll(folder, without, (prefix + "train.csv", System.Text.Encoding.UTF8.GetBytes(Lines(4))),
            (prefix + "test.csv", System.Text.Encoding.UTF8.GetBytes(Lines(2))));
    }

    public static string Cifar(string folder, int labels, string train, string test, byte firstLabel = 1)
    {
        byte[] Records(int count) => [.. Enumerable.Range(0, count)
            .SelectMany(i => Enumerable.Range(0, 3072 + labels).Select(j => (byte)(j >= labels ? j : j == 0 && i == 0 ? firstLabel : i)))];
        return PutAll(folder, null, (train, Records(3)), (test, Records(2)));
    }

    public static string Put(string folder, string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return folder;
    }

    private static byte[] Grey(byte value) => Encoded(SKEncodedImageFormat.Png, value);

    private static byte[] IdxImages(byte count, byte height, byte width) =>
        [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, height, 0, 0, 0, width, .. Enumerable.Range(0, count * height * width).Select(i => (byte)i)];

    private static string PutAll(string folder, string? without, params (string Name, byte[] Bytes)[] files)
    {
        foreach (var (name, bytes) in files.Where(file => file.Name != without))
        {
            Put(folder, name, bytes);
        }

        return folder;
    }

    private static string Twins(string inner, string folder)
    {
        foreach (var path in Directory.GetFiles(inner))
        {
            File.WriteAllBytes(path + ".gz", Gzip(File.ReadAllBytes(path)));
        }

        return folder;
    }

    private static string AllBad(string folder) => Put(
        Put(Put(Put(Put(folder, "train/cat/a.png", [1, 2, 3]), "train/cat/b.tif", [1]),
            "train/dog/c.png", Encoded(SKEncodedImageFormat.Png, 5, 7, 7)), "test/notes.bin", [1]),
        "train/dog/d.jpg",
        Encoded(SKEncodedImageFormat.Jpeg, 5)[..100]);

    private static string Special(string folder, string pipe, string? socket = null)
    {
        SpecialFiles.CreateNamedPipe(Path.Combine(folder, pipe));
        if (socket is not null)
        {
            SpecialFiles.CreateSocket(Path.Combine(folder, socket));
        }

        return folder;
    }

    private static string Link(string folder, string name, string target)
    {
        Directory.CreateSymbolicLink(Path.Combine(folder, name), Path.Combine(folder, target));
        return folder;
    }

    /// <summary>A folder outside the data with one image in it.</summary>
    private static string Elsewhere(string folder) => Put(folder + LinkedTo, "1.png", Grey(7));

    private static string Do(string folder, Action<string> act)
    {
        act(folder);
        return folder;
    }

    private static FolderCase Good(string name, int images, Func<string, string> make, params string[] sets) =>
        new(name, folder => make(folder), sets, images, []);

    private static FolderCase Bad(string name, string[] refused, Func<string, string> make, params string[] sets) =>
        new(name, folder => make(folder), sets, 0, refused);
}
