using System.Formats.Tar;
using System.Globalization;
using System.Text;

namespace Enas.Pipeline.Data.Images;

/// <summary>
/// The binary layout of CIFAR-10 (Krizhevsky 2009): files of records of 3,073 bytes, a label 0 to 9 and the red, green and blue plane of
/// 32x32. All data_batch_*.bin that are there are the training images, in the order of their numbers; test_batch.bin is the test set.
/// The archive that they are published in is read as it is, too.
/// </summary>
internal static class CifarBinary
{
    public const string LookedFor = "data_batch_1.bin ... and test_batch.bin, or cifar-10-binary.tar.gz (CIFAR-10 binary)";
    private const int Classes = 10;
    private const int Channels = 3;
    private const int Side = 32;
    private const int ImageLength = Channels * Side * Side;
    private const int RecordLength = 1 + ImageLength;
    private const string TrainPrefix = "data_batch_";
    private const string TestName = "test_batch.bin";
    private const string NamesName = "batches.meta.txt";
    private const string InnerFolder = "cifar-10-batches-bin";
    private const string ArchiveName = "cifar-10-binary.tar.gz";

    /// <summary>What has this layout: the folder itself, the one that the archive makes, or the archive; null when none does.</summary>
    public static string? Find(string folder) => new[] { folder, Path.Combine(folder, InnerFolder) }
        .FirstOrDefault(place => Directory.Exists(place) && ImageFiles.FilesOf(place).Select(ImageFiles.NameOf).Any(name => NumberOf(name) >= 0 || name == TestName))
        ?? (File.Exists(Path.Combine(folder, ArchiveName)) ? Path.Combine(folder, ArchiveName) : null);

    /// <summary>The images of what <see cref="Find"/> has found.</summary>
    public static ImageParts Read(string place)
    {
        var files = Directory.Exists(place)
            ? [.. ImageFiles.FilesOf(place).Where(path => IsWanted(ImageFiles.NameOf(path))).Select(path => (Path: path, Bytes: ImageFiles.Read(path)))]
            : ReadArchive(place);
        List<(string Path, byte[] Bytes)> train = [.. files.Where(file => NumberOf(ImageFiles.NameOf(file.Path)) >= 0).OrderBy(file => NumberOf(ImageFiles.NameOf(file.Path)))];
        if (train.Count == 0)
        {
            throw ImageFiles.NotFound($"{place}: data_batch_1.bin missing: there is nothing to train on. Fetch or unpack the whole archive.");
        }

        return files.Find(file => ImageFiles.NameOf(file.Path) == TestName) is { Bytes: not null } test
            ? new ImageParts("CIFAR-10 binary", ImageParts.Joined(place, [.. train.Select(file => ReadFile(file.Path, file.Bytes))]), null, ReadFile(test.Path, test.Bytes), ClassNames(files))
            : throw ImageFiles.NotFound($"{place}: {TestName} missing. Fetch or unpack the whole archive; there is: {string.Join(", ", files.Select(file => ImageFiles.NameOf(file.Path)))}.");
    }

    private static bool IsWanted(string name) => NumberOf(name) >= 0 || name is TestName or NamesName;

    private static List<(string Path, byte[] Bytes)> ReadArchive(string path)
    {
        var files = new List<(string, byte[])>();
        try
        {
            using var tar = new TarReader(new MemoryStream(ImageFiles.Read(path)));
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.DataStream is { } data && IsWanted(ImageFiles.NameOf(entry.Name)))
                {
                    var bytes = new byte[data.Length];
                    data.ReadExactly(bytes);
                    files.Add((Path.Combine(path, entry.Name), bytes));
                }
            }

            return files;
        }
        catch (Exception error) when (error is InvalidDataException or FormatException or EndOfStreamException)
        {
            throw ImageFiles.Unusable($"{path}: the archive is damaged or incomplete: {error.Message} Fetch it again.", error);
        }
    }

    // By number, so that batch 10 of a larger set would come after batch 9.
    private static int NumberOf(string name) =>
        name.StartsWith(TrainPrefix, StringComparison.Ordinal) && name.EndsWith(".bin", StringComparison.Ordinal)
        && int.TryParse(name[TrainPrefix.Length..^".bin".Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : -1;

    private static ImageSet ReadFile(string path, byte[] bytes)
    {
        var (count, rest) = Math.DivRem(bytes.Length, RecordLength);
        if (rest != 0)
        {
            throw ImageFiles.Unusable($"{path}: {bytes.Length} bytes are not whole records of {RecordLength} bytes (label, then 3 planes of 32x32): {rest} bytes are left after {count} records. The file is incomplete or no CIFAR-10 batch; fetch or copy it again.");
        }

        var (pixels, labels) = (new byte[count * ImageLength], new int[count]);
        for (var i = 0; i < count; i++)
        {
            labels[i] = bytes[i * RecordLength];
            if (labels[i] >= Classes)
            {
                throw ImageFiles.Unusable($"{path}: record {i} has label {labels[i]}; allowed: 0 to {Classes - 1}. The file is damaged or no CIFAR-10 batch (CIFAR-100 has another layout).");
            }

            bytes.AsSpan((i * RecordLength) + 1, ImageLength).CopyTo(pixels.AsSpan(i * ImageLength));
        }

        return new ImageSet(Channels, Side, Side, pixels, labels);
    }

    private static string[] ClassNames(List<(string Path, byte[] Bytes)> files)
    {
        if (files.Find(file => ImageFiles.NameOf(file.Path) == NamesName) is not { Bytes: not null } found)
        {
            return ImageParts.Numbers(Classes);
        }

        string[] names = [.. Encoding.UTF8.GetString(found.Bytes).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        return names.Length == Classes
            ? names
            : throw ImageFiles.Unusable($"{found.Path}: {names.Length} class names; CIFAR-10 has {Classes}. Correct the file, or remove it: it is not needed.");
    }
}
