using System.Formats.Tar;
using System.Text;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// The binary layouts of CIFAR-10 and CIFAR-100: files of records of one or two labels and three planes of 32x32. All data_batch_*.bin that
/// are there are the training images of CIFAR-10, in the order of their numbers. The archive that they are published in is read as
/// it is, too.
/// </summary>
internal static class CifarBinary
{
    public const string LookedFor = "data_batch_1.bin ... and test_batch.bin, "
        + "or cifar-10-binary.tar.gz (CIFAR-10 binary); train.bin and test.bin, or cifar-100-binary.tar.gz (CIFAR-100 binary)";
    private const int Channels = 3;
    private const int Side = 32;
    private const int ImageLength = Channels * Side * Side;

    /// <summary>What has this layout: the folder itself, the one that the archive makes, or the archive; null when none does.</summary>
    public static CifarPlace? Find(string folder) =>
        CifarFormat.All.Select(format => Find(folder, format)).FirstOrDefault(place => place is not null);

    /// <summary>The images of what <see cref="Find(string)"/> has found.</summary>
    public static ImageParts Read(CifarPlace found, FolderReading reading)
    {
        var (format, place) = (found.Format, found.Place);
        reading.Options.RequireUse(reading.Folder, format.Name, hasLabels: format.Labels.Length > 1, isCsv: false);
        var files = Directory.Exists(place) ? ReadFolder(found, reading) : ReadArchive(found, reading);
        reading.IsClaimed = true;
        reading.Faults.ThrowIfAny();
        List<CifarFile> train = [.. files.Where(file => format.TrainNumber(file.Name) >= 0).OrderBy(file => format.TrainNumber(file.Name))];
        if (train.Count == 0)
        {
            throw FolderFiles.NotFound($"{ForeignText.Shown(place)}: {format.TrainFiles} missing: there is nothing to train on. "
                + $"Fetch or unpack the whole archive; there is: {string.Join(", ", files.Select(file => ForeignText.Shown(file.Name)))}.");
        }

        var label = reading.Options.Labels == ImageLayoutOptions.Coarse || format.Labels.Length == 1 ? 0 : 1;
        var trained = train.Select(file => reading.Faults.Try(() => Images(file, format, label))).ToArray();
        var test = files.Find(file => file.Name == format.TestFile)
            ?? throw FolderFiles.NotFound($"{ForeignText.Shown(place)}: {format.TestFile} "
                + $"missing. Fetch or unpack the whole archive; there is: {string.Join(", ", files.Select(file => file.Name))}.");
        var tested = reading.Faults.Try(() => Images(test, format, label));
        var names = reading.Faults.Try(() => ClassNames(files, format, label));
        reading.Faults.ThrowIfAny();
        return new ImageParts(format.Name, ImageParts.Joined(place, trained!), null, tested, names!);
    }

    private static CifarPlace? Find(string folder, CifarFormat format)
    {
        var place = new[] { folder, Path.Combine(folder, format.Folder) }
            .FirstOrDefault(inner =>
                Directory.Exists(inner) && FolderFiles.FilesOf(inner).Any(path => format.HasImages(FolderFiles.NameOf(path))));
        var archive = Path.Combine(folder, format.Archive);
        return place is not null || File.Exists(archive) ? new CifarPlace(format, place ?? archive, place is null ? null : archive) : null;
    }

    private static List<CifarFile> ReadFolder(CifarPlace found, FolderReading reading)
    {
        if (found.Archive is { } archive)
        {
            reading.PassOver(archive, "the archive of what was read");
        }

        var files = new List<CifarFile>();
        foreach (var path in FolderFiles.FilesOf(found.Place).Where(path => found.Format.Reads(FolderFiles.NameOf(path))))
        {
            reading.Claim(path);
            if (reading.Faults.Try(() => ReadFile(path)) is { } bytes)
            {
                files.Add(new CifarFile(path, FolderFiles.NameOf(path), bytes));
            }
        }

        return files;
    }

    private static byte[] ReadFile(string path)
    {
        using var file = PackedFile.Open(path);
        if (file.IsPacked || file.MostLength > Array.MaxLength)
        {
            throw FolderFiles.Unusable($"{ForeignText.Shown(path)}: "
                + $"{(file.IsPacked ? "is packed, and CIFAR's own files are not" : $"has more than {Array.MaxLength} bytes")}. "
                + $"Fetch or unpack the archive again.");
        }

        var bytes = new byte[file.MostLength];
        return bytes[..file.Read(bytes)];
    }

    private static List<CifarFile> ReadArchive(CifarPlace found, FolderReading reading)
    {
        var path = reading.Claim(found.Place);
        using var file = PackedFile.Open(path);
        try
        {
            var files = new List<CifarFile>();
            using var tar = new TarReader(file.AsStream(), leaveOpen: true);
            while (tar.GetNextEntry() is { } entry)
            {
                Add(path, entry, file.MostLength, found.Format, files, reading);
            }

            return files;
        }
        catch (Exception error) when (error is InvalidDataException or FormatException or EndOfStreamException or IOException)
        {
            throw FolderFiles.Unusable($"{ForeignText.Shown(path)}: the archive is "
                + $"damaged or incomplete: {ForeignText.Shown(error.Message)} Fetch it again.", error);
        }
    }

    private static void Add(string archive,
        TarEntry entry, long mostLength, CifarFormat format, List<CifarFile> files, FolderReading reading)
    {
        var (inside, name) = (Path.Combine(archive, entry.Name), FolderFiles.NameOf(entry.Name));
        if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes)
        {
            return;
        }

        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            || (!format.Reads(name) && HarmlessNames.ReasonFor(name) is null))
        {
            reading.Faults.Add($"{ForeignText.Shown(inside)}: this entry is no part of {format.Name}. Fetch the archive again.");
        }
        else if (format.Reads(name))
        {
            // The length is what the entry's header promises; an archive of this size holds no more than so much.
            if (entry.Length > Math.Min(mostLength, Array.MaxLength))
            {
                throw FolderFiles.Unusable($"{ForeignText.Shown(inside)}: the archive "
                    + $"says that it has {entry.Length} bytes, more than it can hold. Fetch it again.");
            }

            var bytes = new byte[entry.Length];
            entry.DataStream?.ReadExactly(bytes);
            files.Add(new CifarFile(inside, name, bytes));
        }
        else
        {
            reading.Count("files of the archive that only describe the data");
        }
    }

    private static ImageSet Images(CifarFile file, CifarFormat format, int label)
    {
        var recordLength = format.Labels.Length + ImageLength;
        var (count, rest) = Math.DivRem(file.Bytes.Length, recordLength);
        if (rest != 0 || count == 0)
        {
            throw FolderFiles.Unusable($"{ForeignText.Shown(file.Path)}: {file.Bytes.Length} "
                + $"bytes are not whole records of {recordLength} bytes ({(format.Labels.Length == 1 ? "label" : "two labels")}, "
                + $"then 3 planes of 32x32): {rest} bytes are left after {count} records. The file is "
                + $"incomplete or no {format.Name[..format.Name.IndexOf(' ', StringComparison.Ordinal)]} batch; fetch or copy it again.");
        }

        var (pixels, labels) = (new byte[count * ImageLength], new int[count]);
        for (var i = 0; i < count; i++)
        {
            var record = file.Bytes.AsSpan(i * recordLength, recordLength);
            for (var which = 0; which < format.Labels.Length; which++)
            {
                if (record[which] >= format.Labels[which])
                {
                    throw FolderFiles.Unusable(
                        $"{ForeignText.Shown(file.Path)}: record {i} has label {record[which]}; allowed: 0 to {format.Labels[which] - 1}. "
                        + $"The file is damaged or no {format.Name} file (CIFAR-10 and CIFAR-100 have different layouts).");
                }
            }

            labels[i] = record[label];
            record[format.Labels.Length..].CopyTo(pixels.AsSpan(i * ImageLength));
        }

        return new ImageSet(Channels, Side, Side, pixels, labels) { SourceOf = ImageSet.SourceIn(file.Path) };
    }

    private static string[] ClassNames(List<CifarFile> files, CifarFormat format, int label)
    {
        var classes = format.Labels[label];
        if (files.Find(file => file.Name == format.NameFiles[label]) is not { } found)
        {
            return ImageParts.Numbers(classes);
        }

        string[] names = [.. Encoding.UTF8.GetString(found.Bytes).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        return names.Length == classes
            ? names
            : throw FolderFiles.Unusable($"{ForeignText.Shown(found.Path)}: {names.Length} "
                + $"class names; {format.Name} has {classes}. Correct the file, or remove it: it is not needed.");
    }

    private sealed record CifarFile(string Path, string Name, byte[] Bytes);
}

/// <summary>Where files of CIFAR were found.</summary>
/// <param name="Format">Which of the two.</param>
/// <param name="Place">The folder with the files, or the archive.</param>
/// <param name="Archive">Where the archive can lie beside a folder that is read.</param>
internal sealed record CifarPlace(CifarFormat Format, string Place, string? Archive);
