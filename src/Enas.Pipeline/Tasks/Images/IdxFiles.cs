using System.Buffers.Binary;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// The idx layout of the MNIST family (LeCun, Cortes, Burges): big-endian magic 0x00000803, count, height, width and then bytes for images,
/// magic 0x00000801, count and bytes for labels; plain or gzip. Files are known by their magic, and by the part of the data in their names.
/// They may lie in the folder <c>raw</c>, and packed beside unpacked, as torchvision leaves them.
/// </summary>
internal static class IdxFiles
{
    public const string LookedFor = "idx files, gzip or plain, with train and test (or t10k) in their names (MNIST family)";
    private const string Layout = "idx files";
    private const string InnerFolder = "raw";
    private const string PackedEnding = ".gz";
    private const uint ImageMagic = 0x803;
    private const uint LabelMagic = 0x801;
    private const int ImageHeader = 16;
    private const int LabelHeader = 8;

    /// <summary>The folder that has the files: the one given, or the one inside that torchvision makes; null where
    /// there are none.</summary>
    public static string? Find(string folder) => new[] { folder, Path.Combine(folder, InnerFolder) }
        .FirstOrDefault(place => Directory.Exists(place) && Files(place).Count > 0);

    public static ImageParts Read(string place, FolderReading reading)
    {
        reading.Options.RequireUse(reading.Folder, Layout, hasLabels: false, isCsv: false);
        var files = Files(place);
        foreach (var file in files)
        {
            reading.Claim(file.Path);
        }

        reading.IsClaimed = true;
        files = WithoutTwins(files, reading);
        var pairs = new SortedDictionary<string, Pair>(StringComparer.Ordinal);
        foreach (var part in PartNames.All)
        {
            // Headers of all parts first: what does not belong together is told before any pixel is unpacked.
            if (reading.Faults.Try(() => PairOf(place, files, part)) is { IsThere: true } pair)
            {
                pairs[part] = pair;
            }
        }

        reading.Faults.ThrowIfAny();
        RequireParts(place, files, pairs);
        CheckSizes(pairs, reading);
        var sets = new SortedDictionary<string, ImageSet>(StringComparer.Ordinal);
        foreach (var (part, pair) in pairs)
        {
            if (reading.Faults.Try(() => ReadPair(pair)) is { } set)
            {
                sets[part] = set;
            }
        }

        reading.Faults.ThrowIfAny();
        var train = sets[PartNames.Train];
        return new ImageParts(Layout, train,
            sets.GetValueOrDefault(PartNames.Valid), sets[PartNames.Test], ImageParts.Numbers(train.Labels.Max() + 1));
    }

    private static List<IdxFile> Files(string folder)
    {
        var found = new List<IdxFile>();
        foreach (var path in FolderFiles.FilesOf(folder))
        {
            var name = FolderFiles.NameOf(path).ToLowerInvariant();
            if (name.StartsWith('.') || PartNames.OfAnyWord(name) is not { } part)
            {
                continue;
            }

            // Names that say it are taken at their word, so that an empty or damaged file is reported and not overlooked.
            var magic = Magic(path);
            if (magic is ImageMagic or LabelMagic
                || name.Contains("idx3", StringComparison.Ordinal) || name.Contains("idx1", StringComparison.Ordinal))
            {
                found.Add(new IdxFile(path, part,
                    magic == ImageMagic || (magic != LabelMagic && name.Contains("idx3", StringComparison.Ordinal))));
            }
        }

        return found;
    }

    private static uint? Magic(string path) =>
        FolderFiles.Head(path, sizeof(uint)) is { Length: sizeof(uint) } head ? BinaryPrimitives.ReadUInt32BigEndian(head) : null;

    /// <summary>A file and its packed copy are one file, provided that they are copies.</summary>
    private static List<IdxFile> WithoutTwins(List<IdxFile> files, FolderReading reading)
    {
        List<IdxFile> kept = [];
        foreach (var file in files)
        {
            var plain = file.Path.EndsWith(PackedEnding, StringComparison.OrdinalIgnoreCase) ? file.Path[..^PackedEnding.Length] : null;
            if (plain is null || !files.Exists(other => other.Path == plain))
            {
                kept.Add(file);
                continue;
            }

            var compared = reading.Faults.Try(() => PackedFile.HaveSameContent(plain, file.Path) ? "equal" : "other");
            if (compared == "equal")
            {
                reading.Count("packed files that hold the same as the unpacked ones beside them");
            }
            else if (compared is not null)
            {
                reading.Faults.Add($"{ForeignText.Shown(file.Path)}: holds something "
                    + $"else than {FolderFiles.ShownName(plain)} beside it. Keep the one that is right.");
            }
        }

        return kept;
    }

    private static Pair PairOf(string folder, List<IdxFile> files, string part)
    {
        string[] images = [.. files.Where(file => file.Part == part && file.IsImages).Select(file => file.Path)];
        string[] labels = [.. files.Where(file => file.Part == part && !file.IsImages).Select(file => file.Path)];
        if (images.Length > 1 || labels.Length > 1)
        {
            var listed = string.Join(", ", images.Concat(labels).Select(FolderFiles.ShownName));
            throw FolderFiles.Unusable($"{ForeignText.Shown(folder)}: more than one "
                + $"{part} set in the folder ({listed}). A data folder holds exactly one; move the others out.");
        }

        return (images, labels) switch
        {
            ([], []) => Pair.None,
            ([var image], [var label]) => Headers(image, label),
            ([], _) => throw FolderFiles.NotFound($"{ForeignText.Shown(folder)}: the "
                + $"images that belong to {FolderFiles.ShownName(labels[0])} are missing. There is: {FolderFiles.Listing(folder)}."),
            _ => throw FolderFiles.NotFound($"{ForeignText.Shown(folder)}: the labels "
                + $"that belong to {FolderFiles.ShownName(images[0])} are missing. There is: {FolderFiles.Listing(folder)}."),
        };
    }

    private static Pair Headers(string imagePath, string labelPath)
    {
        using var images = PackedFile.Open(imagePath);
        using var labels = PackedFile.Open(labelPath);
        var image = Header(images, ImageMagic, ImageHeader, "images (idx3, unsigned bytes)");
        var label = Header(labels, LabelMagic, LabelHeader, "labels (idx1, unsigned bytes)");
        var (count, height, width) = (Word(image, 4), Word(image, 8), Word(image, 12));
        if (count == 0 || height == 0 || width == 0)
        {
            throw FolderFiles.Unusable(
                $"{ForeignText.Shown(imagePath)}: the header says {count} images of {height}x{width}: there is nothing in it.");
        }

        // Up to 2^96 by the header of a damaged file.
        CheckLength(images, ImageHeader, (UInt128)count * height * width, $"{count} images of {height}x{width}");
        CheckLength(labels, LabelHeader, Word(label, 4), $"{Word(label, 4)} labels");
        return Word(label, 4) == count
            ? new Pair(imagePath, labelPath, (int)count, (int)height, (int)width)
            : throw FolderFiles.Unusable($"{ForeignText.Shown(labelPath)}: {Word(label, 4)} "
                + $"labels for the {count} images of {FolderFiles.ShownName(imagePath)}. The two files do not belong together.");
    }

    private static byte[] Header(PackedFile file, uint magic, int length, string what)
    {
        var header = new byte[length];
        var read = file.Read(header);
        if (read < length || Word(header, 0) != magic)
        {
            var found = read < sizeof(uint) ? $"{read} bytes" : $"0x{Word(header, 0):x8}";
            throw FolderFiles.Unusable($"{ForeignText.Shown(file.Path)}: no idx file "
                + $"of {what}: it begins with {found}, expected 0x{magic:x8} and a header of {length} bytes. Fetch or copy it again.");
        }

        return header;
    }

    private static void CheckLength(PackedFile file, int header, UInt128 content, string what)
    {
        var length = (UInt128)file.MostLength;
        if (file.IsPacked ? length < content + (uint)header : length != content + (uint)header)
        {
            throw Incomplete(file, content + (uint)header, what, file.IsPacked
                ? $"so small a file unpacks to {length} at most" : $"there are {length}");
        }

        if (content > (UInt128)Array.MaxLength)
        {
            throw FolderFiles.Unusable($"{ForeignText.Shown(file.Path)}: the header "
                + $"says {what}; at most {Array.MaxLength} bytes fit into memory here. Use fewer or smaller images.");
        }
    }

    private static DataException Incomplete(PackedFile file, UInt128 expected, string what, string there) =>
        FolderFiles.Unusable($"{ForeignText.Shown(file.Path)}: the header says "
            + $"{what}, that is {expected} bytes (unpacked); {there}. The file is incomplete or damaged; fetch or copy it again.");

    private static void RequireParts(string folder, List<IdxFile> files, SortedDictionary<string, Pair> pairs)
    {
        foreach (var part in new[] { PartNames.Train, PartNames.Test }.Where(part => !pairs.ContainsKey(part)))
        {
            throw FolderFiles.NotFound($"{ForeignText.Shown(folder)}: no {part} images: "
                + $"there are idx files ({string.Join(", ", files.Select(file => FolderFiles.ShownName(file.Path)))}), "
                + $"none of them with {PartNames.WordsFor(part)} in its name.");
        }
    }

    private static void CheckSizes(SortedDictionary<string, Pair> pairs, FolderReading reading)
    {
        var train = pairs[PartNames.Train];
        foreach (var pair in pairs.Values.Where(pair =>
            (pair.Height, pair.Width) != (train.Height, train.Width) && reading.Options.Resize == ImageResize.None))
        {
            reading.Faults.Add($"{ForeignText.Shown(pair.Images)}: images of {pair.Height}x{pair.Width}; "
                + $"those of {FolderFiles.ShownName(train.Images)} are {train.Height}x{train.Width}. {ImageSizes.WayOut}");
        }

        reading.Faults.ThrowIfAny();
    }

    private static ImageSet ReadPair(Pair pair)
    {
        var pixels = Content(pair.Images,
            ImageHeader, pair.Count * pair.Height * pair.Width, $"{pair.Count} images of {pair.Height}x{pair.Width}");
        var labels = Content(pair.Labels, LabelHeader, pair.Count, $"{pair.Count} labels");
        return new ImageSet(1, pair.Height, pair.Width, pixels, [.. labels.Select(label => (int)label)])
        {
            SourceOf = ImageSet.SourceIn(pair.Images),
        };
    }

    /// <summary>What the header has promised, and a look at whether there is more.</summary>
    private static byte[] Content(string path, int header, int length, string what)
    {
        using var file = PackedFile.Open(path);
        file.Read(new byte[header]);
        var content = new byte[length];
        var read = file.Read(content);
        return read == length && file.Read(new byte[1]) == 0
            ? content
            : throw Incomplete(file, (UInt128)header + (uint)length, what, read < length ? $"there are {header + read}" : "there are more");
    }

    private static uint Word(byte[] bytes, int offset) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(offset));

    private sealed record IdxFile(string Path, string Part, bool IsImages);

    /// <summary>Images and labels that belong together, by their headers.</summary>
    private sealed record Pair(string Images, string Labels, int Count, int Height, int Width)
    {
        public static Pair None { get; } = new(string.Empty, string.Empty, 0, 0, 0);

        public bool IsThere => Count > 0;
    }
}
