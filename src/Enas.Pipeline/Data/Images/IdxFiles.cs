using System.Buffers.Binary;

namespace Enas.Pipeline.Data.Images;

/// <summary>
/// The idx layout of the MNIST family (LeCun, Cortes, Burges): big-endian magic 0x00000803, count, height, width and then bytes for images,
/// magic 0x00000801, count and bytes for labels; plain or gzip. Files are known by their magic, and by <c>train</c>, <c>valid</c> or
/// <c>test</c> (also <c>t10k</c>) in their names.
/// </summary>
internal static class IdxFiles
{
    public const string LookedFor = "idx files, gzip or plain, with train and test (or t10k) in their names (MNIST family)";
    private const uint ImageMagic = 0x803;
    private const uint LabelMagic = 0x801;
    private const int ImageHeader = 16;
    private const int LabelHeader = 8;
    private static readonly (string Part, string[] Words)[] s_parts = [("train", ["train"]), ("valid", ["valid"]), ("test", ["test", "t10k"])];

    public static bool Fits(string folder) => Files(folder).Count > 0;

    public static ImageParts Read(string folder)
    {
        var files = Files(folder);
        var train = ReadPart(folder, files, "train") ?? throw Missing(folder, "train", files);
        var test = ReadPart(folder, files, "test") ?? throw Missing(folder, "test", files);
        return new ImageParts("idx files", train, ReadPart(folder, files, "valid"), test, ImageParts.Numbers(train.Labels.Max() + 1));
    }

    private static List<(string Path, string Part, bool IsImages)> Files(string folder)
    {
        var found = new List<(string, string, bool)>();
        foreach (var path in ImageFiles.FilesOf(folder))
        {
            var name = ImageFiles.NameOf(path).ToLowerInvariant();
            var part = s_parts.FirstOrDefault(known => known.Words.Any(word => name.Contains(word, StringComparison.Ordinal))).Part;
            // Names that say it are taken at their word, so that an empty or damaged file is reported and not overlooked.
            var magic = Magic(path);
            if (part is not null && (magic is ImageMagic or LabelMagic || name.Contains("idx3", StringComparison.Ordinal) || name.Contains("idx1", StringComparison.Ordinal)))
            {
                found.Add((path, part, magic == ImageMagic || (magic != LabelMagic && name.Contains("idx3", StringComparison.Ordinal))));
            }
        }

        return found;
    }

    private static uint? Magic(string path) => ImageFiles.Head(path, sizeof(uint)) is { Length: sizeof(uint) } head ? BinaryPrimitives.ReadUInt32BigEndian(head) : null;

    private static ImageSet? ReadPart(string folder, List<(string Path, string Part, bool IsImages)> files, string part)
    {
        string[] images = [.. files.Where(file => file.Part == part && file.IsImages).Select(file => file.Path)];
        string[] labels = [.. files.Where(file => file.Part == part && !file.IsImages).Select(file => file.Path)];
        if (images.Length > 1 || labels.Length > 1)
        {
            var listed = string.Join(", ", images.Concat(labels).Select(ImageFiles.NameOf));
            throw ImageFiles.Unusable($"{folder}: more than one {part} set in the folder ({listed}). A data folder holds exactly one; move the others out.");
        }

        return (images, labels) switch
        {
            ([], []) => null,
            ([var image], [var label]) => ReadPair(image, label),
            ([], _) => throw ImageFiles.NotFound($"{folder}: the images that belong to {ImageFiles.NameOf(labels[0])} are missing. There is: {ImageFiles.Listing(folder)}."),
            _ => throw ImageFiles.NotFound($"{folder}: the labels that belong to {ImageFiles.NameOf(images[0])} are missing. There is: {ImageFiles.Listing(folder)}."),
        };
    }

    private static ImageSet ReadPair(string imagePath, string labelPath)
    {
        var (images, labels) = (ImageFiles.Read(imagePath), ImageFiles.Read(labelPath));
        CheckMagic(imagePath, images, ImageMagic, ImageHeader, "images (idx3, unsigned bytes)");
        CheckMagic(labelPath, labels, LabelMagic, LabelHeader, "labels (idx1, unsigned bytes)");
        var (count, height, width) = (Word(images, 4), Word(images, 8), Word(images, 12));
        if (count == 0 || height == 0 || width == 0)
        {
            throw ImageFiles.Unusable($"{imagePath}: the header says {count} images of {height}x{width}: there is nothing in it.");
        }

        // Up to 2^96 by the header of a damaged file.
        CheckLength(imagePath, images, ImageHeader + (UInt128)count * height * width, $"{count} images of {height}x{width}");
        CheckLength(labelPath, labels, LabelHeader + (UInt128)Word(labels, 4), $"{Word(labels, 4)} labels");
        if (Word(labels, 4) != count)
        {
            throw ImageFiles.Unusable($"{labelPath}: {Word(labels, 4)} labels for the {count} images of {ImageFiles.NameOf(imagePath)}. The two files do not belong together.");
        }

        return new ImageSet(1, (int)height, (int)width, images[ImageHeader..], [.. labels[LabelHeader..].Select(label => (int)label)]);
    }

    private static void CheckMagic(string path, byte[] bytes, uint magic, int header, string what)
    {
        if (bytes.Length < header || Word(bytes, 0) != magic)
        {
            var found = bytes.Length < sizeof(uint) ? $"{bytes.Length} bytes" : $"0x{Word(bytes, 0):x8}";
            throw ImageFiles.Unusable($"{path}: no idx file of {what}: it begins with {found}, expected 0x{magic:x8} and a header of {header} bytes. Fetch or copy it again.");
        }
    }

    private static void CheckLength(string path, byte[] bytes, UInt128 expected, string what)
    {
        if ((UInt128)bytes.Length != expected)
        {
            throw ImageFiles.Unusable($"{path}: the header says {what}, that is {expected} bytes (unpacked); there are {bytes.Length}. The file is incomplete or damaged; fetch or copy it again.");
        }
    }

    private static uint Word(byte[] bytes, int offset) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(offset));

    private static DataException Missing(string folder, string part, List<(string Path, string Part, bool IsImages)> files) =>
        ImageFiles.NotFound($"{folder}: no {part} images: there are idx files ({string.Join(", ", files.Select(file => ImageFiles.NameOf(file.Path)))}), none of them with {string.Join(" or ", s_parts.First(p => p.Part == part).Words)} in its name.");
}
