using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// Reads a folder of images, whatever layout its content has: CIFAR binary, idx files, digits as CSV, or class folders. Every entry of the
/// folder is read, known to be harmless, or refused by name.
/// </summary>
internal static class ImageFolder
{
    /// <summary>The layouts that are looked for, for messages.</summary>
    public static string LookedFor => $"{CifarBinary.LookedFor}; {IdxFiles.LookedFor}; {CsvDigits.LookedFor}; {ClassFolders.LookedFor}";

    /// <summary>The kinds of image files that are read, for messages.</summary>
    public static string Formats => ImageNames.Formats;

    /// <summary>The corpus of a folder.</summary>
    /// <param name="folder">Where the images are.</param>
    /// <param name="options">How they are understood and split.</param>
    /// <param name="seed">The job's; the split follows from it.</param>
    /// <param name="decoder">Makes the decoder of image files; asked only when there are any.</param>
    /// <exception cref="DataException">The folder or a file is missing, or the images cannot be used.</exception>
    public static ImageCorpus Load(string folder, ImageDataOptions options, ulong seed, Func<IImageDecoder> decoder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(decoder);
        return ImageSplit.Split(Read(folder, ImageLayoutOptions.Of(options), decoder), options, seed, folder);
    }

    /// <summary>What a folder holds, not split: the validation and the test set are empty where the data has none.</summary>
    /// <param name="folder">Where the images are.</param>
    /// <param name="decoder">Makes the decoder of image files; asked only when there are any.</param>
    /// <param name="options">How the files are understood; as a job that says nothing, by default.</param>
    /// <exception cref="DataException">The folder or a file is missing, or the images cannot be used.</exception>
    public static ImageCorpus LoadWhole(string folder, Func<IImageDecoder> decoder, ImageLayoutOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(decoder);
        var parts = Read(folder, options ?? ImageLayoutOptions.Default, decoder);
        parts.CheckLabels(folder);
        return new ImageCorpus(parts.Train, parts.Valid ?? parts.Train.Empty(), parts.Test ?? parts.Train.Empty(), parts.ClassNames)
        {
            Layout = parts.Layout,
            Account = parts.Account
        };
    }

    /// <summary>What a folder holds that somebody gives to a trained network, not split. An option of the training that is for other files
    /// than these is left out, and lines of CSV may also have a header or their label at the other end than the training's had.</summary>
    /// <param name="folder">Where the images are.</param>
    /// <param name="decoder">Makes the decoder of image files; asked only when there are any.</param>
    /// <param name="options">How the files of the training were understood.</param>
    /// <exception cref="DataException">The folder or a file is missing, or the images cannot be used.</exception>
    public static ImageCorpus LoadGiven(string folder, Func<IImageDecoder> decoder, ImageLayoutOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);
        var isCifar = CifarBinary.Find(folder) is not null;
        var isTable = !isCifar && IdxFiles.Find(folder) is null && CsvDigits.Fits(folder);
        var own = isCifar ? options : options with { Labels = ImageLayoutOptions.Fine };
        return isTable ? CsvForms.First(own, form => LoadWhole(folder, decoder, form))
            : LoadWhole(folder, decoder, own with { CsvLabel = ImageLayoutOptions.Last, CsvHeader = false });
    }

    /// <summary>Whether a file has the name of a table of images: one of CSV, or of the digits of UCI.</summary>
    public static bool IsTable(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return CsvDigits.IsNamedAsOne(FolderFiles.NameOf(path));
    }

    /// <summary>The names of classes that only have a number.</summary>
    public static IReadOnlyList<string> NumberedClasses(int count) => ImageParts.Numbers(count);

    /// <summary>The images of one table, each with its label: a line may have a header before it or its label at the other end than the
    /// training's had.</summary>
    /// <param name="options">How the files of the training were understood.</param>
    /// <exception cref="DataException">It is missing, or holds something else.</exception>
    public static ImageSet LoadTable(string path, ImageLayoutOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        var set = CsvForms.First(options, form =>
        {
            var table = CsvTable.Read(path, form);
            CsvLabels.Check(path, [table], form);
            return table.Set;
        });
        return Understood(set, options, path);
    }

    /// <summary>Whether a folder has the files of a layout; they can still be unusable.</summary>
    public static bool LooksLikeImages(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Directory.Exists(folder) && (CifarBinary.Find(folder) is not null
            || IdxFiles.Find(folder) is not null || CsvDigits.Fits(folder) || ClassFolders.Fits(folder));
    }

    /// <summary>Whether a folder is a data set whose parts are named: files of a layout, or class folders in a training part. Otherwise it
    /// may hold any images.</summary>
    public static bool HasParts(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Directory.Exists(folder) && (CifarBinary.Find(folder) is not null || IdxFiles.Find(folder) is not null
            || CsvDigits.Fits(folder)
            || FolderFiles.FoldersOf(folder).Any(inner => PartNames.Of(FolderFiles.NameOf(inner)) == PartNames.Train));
    }

    private static ImageParts Read(string folder, ImageLayoutOptions options, Func<IImageDecoder> decoder)
    {
        RequireFolder(folder);
        var reading = new FolderReading(folder, options, decoder);
        var (layout, read) = LayoutOf(folder);
        ImageParts parts;
        try
        {
            parts = read(reading);
        }
        catch (DataException error)
        {
            if (!error.Faults.All(reading.Faults.Contains))
            {
                reading.Faults.Add(error);
            }

            // What lies beside it is told in the same breath.
            if (reading.IsClaimed)
            {
                _ = reading.Account(layout);
            }

            reading.Faults.ThrowIfAny();
            throw;
        }

        var account = reading.Account(layout);
        reading.Faults.ThrowIfAny();
        return Understood(parts, options, folder) with { Account = account };
    }

    private static (string Layout, Func<FolderReading, ImageParts> Read) LayoutOf(string folder)
    {
        if (CifarBinary.Find(folder) is { } cifar)
        {
            return (cifar.Format.Name, reading => CifarBinary.Read(cifar, reading));
        }

        if (IdxFiles.Find(folder) is { } idx)
        {
            return ("idx files", reading => IdxFiles.Read(idx, reading));
        }

        return CsvDigits.Fits(folder) ? ("digits as CSV", reading => CsvDigits.Read(folder, reading))
            : ClassFolders.Fits(folder) ? ("class folders", reading => ClassFolders.Read(folder, reading))
            : throw FolderFiles.NotFound(
                $"{ForeignText.Shown(folder)}: no images found. Looked for {LookedFor}. {FolderContents.Words(folder, LooksLikeImages)}");
    }

    /// <summary>The images as the job understands them: the right way up, and of one size.</summary>
    private static ImageParts Understood(ImageParts parts, ImageLayoutOptions options, string folder) =>
        options.Transpose || options.Resize != ImageResize.None ? parts.Each(set => Understood(set, options, folder)) : parts;

    private static ImageSet Understood(ImageSet set, ImageLayoutOptions options, string source)
    {
        var turned = options.Transpose ? set.Transposed() : set;
        return options.Resize == ImageResize.None ? turned : ImageResize.Apply(options.Resize, options.ResizeTo, turned, source);
    }

    private static void RequireFolder(string folder)
    {
        var kind = FileNames.KindOf(folder);
        if (kind != FileKind.Directory)
        {
            throw kind switch
            {
                FileKind.Absent => FolderFiles.NotFound(
                    $"{ForeignText.Shown(folder)}: the data folder does not exist. Give data.path a folder of images: {LookedFor}."),
                FileKind.Regular =>
                    FolderFiles.Unusable($"{ForeignText.Shown(folder)}: this is a file; give data.path the folder that holds the images."),
                _ => FolderFiles.Unusable(
                    $"{ForeignText.Shown(folder)}: this is {RegularFile.WordsOf(kind)}; give data.path the folder that holds the images."),
            };
        }
    }
}
