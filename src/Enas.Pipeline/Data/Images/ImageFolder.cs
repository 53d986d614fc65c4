using Enas.Pipeline.Jobs;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Data.Images;

/// <summary>Reads a folder of images, whatever layout its content has: CIFAR-10 binary, idx files, digits as CSV, or class folders.</summary>
public static class ImageFolder
{
    /// <summary>The corpus of a folder.</summary>
    /// <param name="folder">Where the images are.</param>
    /// <param name="options">How they are split.</param>
    /// <param name="seed">The job's; the split follows from it.</param>
    /// <param name="decoder">Makes the decoder of image files; asked only when there are any.</param>
    /// <exception cref="DataException">The folder or a file is missing, or the images cannot be used.</exception>
    public static ImageCorpus Load(string folder, ImageDataOptions options, ulong seed, Func<IImageDecoder> decoder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(decoder);
        return ImageSplit.Split(Read(folder, decoder), options, seed, folder);
    }

    /// <summary>What a folder holds, not split: the validation and the test set are empty where the data has none.</summary>
    /// <exception cref="DataException">The folder or a file is missing, or the images cannot be used.</exception>
    public static ImageCorpus LoadWhole(string folder, Func<IImageDecoder> decoder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(decoder);
        var parts = Read(folder, decoder);
        parts.CheckLabels(folder);
        return new ImageCorpus(parts.Train, parts.Valid ?? parts.Train.Empty(), parts.Test ?? parts.Train.Empty(), parts.ClassNames) { Layout = parts.Layout };
    }

    /// <summary>Whether a folder has the files of a layout; they can still be unusable.</summary>
    public static bool LooksLikeImages(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Directory.Exists(folder) && (CifarBinary.Find(folder) is not null || IdxFiles.Fits(folder) || CsvDigits.Fits(folder) || ClassFolders.Fits(folder));
    }

    private static ImageParts Read(string folder, Func<IImageDecoder> decoder)
    {
        if (!Directory.Exists(folder))
        {
            throw File.Exists(folder)
                ? ImageFiles.Unusable($"{folder}: this is a file; give data.path the folder that holds the images.")
                : ImageFiles.NotFound($"{folder}: the data folder does not exist. Give data.path a folder of images: {LookedFor}.");
        }

        return CifarBinary.Find(folder) is { } cifar ? CifarBinary.Read(cifar)
            : IdxFiles.Fits(folder) ? IdxFiles.Read(folder)
            : CsvDigits.Fits(folder) ? CsvDigits.Read(folder)
            : ClassFolders.Fits(folder) ? ClassFolders.Read(folder, decoder())
            : throw ImageFiles.NotFound($"{folder}: no images found. Looked for {LookedFor}. There is: {ImageFiles.Listing(folder)}.");
    }

    /// <summary>The layouts that are looked for, for messages.</summary>
    public static string LookedFor => $"{CifarBinary.LookedFor}; {IdxFiles.LookedFor}; {CsvDigits.LookedFor}; {ClassFolders.LookedFor}";
}
