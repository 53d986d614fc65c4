using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>An image file and what it is an image of.</summary>
internal sealed record ImageFile(string Path, string Part, int Label);

/// <summary>The planes of an image file.</summary>
internal sealed record ReadImage(ImageFile File, int Channels, int Height, int Width, byte[] Pixels);

/// <summary>
/// Reads image files in two passes: the headers of all, which are compared with each other and with what fits into memory, then the pixels.
/// What a header shows to be wrong is never decoded. All bad files are found, not the first alone.
/// </summary>
internal static class ImageReader
{
    /// <summary>More than any image of the pixels that are allowed needs.</summary>
    public const long MostFileBytes = 1L << 29;

    /// <summary>The images that can be used, of one size; the others are added to the faults.</summary>
    public static List<ReadImage> Read(IReadOnlyList<ImageFile> files, FolderReading reading)
    {
        var headers = new List<(ImageFile File, ImageHeader Header)>();
        foreach (var file in files)
        {
            if (reading.Faults.Try(() => HeaderOf(file.Path, reading.Decoder)) is { } header)
            {
                headers.Add((file, header));
            }
        }

        var images = new List<ReadImage>();
        foreach (var (file, header) in OfOneSize(headers, reading))
        {
            if (reading.Faults.Try(() => Decoded(file, header, reading)) is { } image && !reading.Faults.Any)
            {
                images.Add(image);
            }
        }

        return images;
    }

    /// <summary>Images of one size as a set of so many channels.</summary>
    public static ImageSet SetOf(string folder, IReadOnlyList<ReadImage> images, int channels)
    {
        var (height, width) = (images[0].Height, images[0].Width);
        var length = channels * height * width;
        var pixels = new byte[FolderFiles.PixelLength(folder, (long)images.Count * length)];
        for (var i = 0; i < images.Count; i++)
        {
            // A grey image is one plane, and stands three times where others have colours.
            var planes = images[i].Pixels;
            for (var start = 0; start < length; start += planes.Length)
            {
                planes.CopyTo(pixels.AsSpan((i * length) + start));
            }
        }

        string[] paths = [.. images.Select(image => image.File.Path)];
        return new ImageSet(channels, height, width, pixels, [.. images.Select(image => image.File.Label)])
        {
            SourceOf = image => paths[image],
        };
    }

    private static ImageHeader HeaderOf(string path, IImageDecoder decoder) => FileNames.KindOf(path) == FileKind.Absent
        ? throw FolderFiles.Unusable($"{ForeignText.Shown(path)}: is a link to nothing. Mend it, or move it out.")
        : SmallHeaderOf(path, decoder);

    /// <summary>The header of an image of no more pixels than are decoded; a small file can unfold to any number of them.</summary>
    /// <exception cref="DataException">It is missing, no image, or larger.</exception>
    public static ImageHeader SmallHeaderOf(string path, IImageDecoder decoder) => FolderFiles.OnDisk(path, () =>
    {
        using var content = RegularFile.OpenRead(path);
        var header = decoder.ReadHeader(content, path);
        return (long)header.Height * header.Width <= ImageSizes.MostPixels
            ? header
            : throw FolderFiles.Unusable($"{ForeignText.Shown(path)}: the header says {header.Height}x{header.Width} "
                + $"pixels (height x width); at most {ImageSizes.MostPixels} in all are decoded. Scale or cut the image, or move it out.");
    });

    private static List<(ImageFile File, ImageHeader Header)> OfOneSize(
        List<(ImageFile File, ImageHeader Header)> headers, FolderReading reading)
    {
        if (headers.Count == 0)
        {
            return headers;
        }

        // The size that most have, so that one odd image is told as one and not all the others; of equally many the first.
        var usual = headers.GroupBy(image => image.Header).MaxBy(group => group.Count())!.Key;
        var first = headers.First(image => image.Header == usual).File;
        var kept = new List<(ImageFile File, ImageHeader Header)>();
        foreach (var (file, header) in headers)
        {
            if (reading.Options.Resize != ImageResize.None || header == usual)
            {
                kept.Add((file, header));
                continue;
            }

            reading.Faults.Add($"{ForeignText.Shown(file.Path)}: the image is {header.Height}x{header.Width} "
                + $"pixels (height x width), {ForeignText.Shown(first.Path)} is {usual.Height}x{usual.Width}. {ImageSizes.WayOut}");
        }

        var pixels = reading.Options.Resize == ImageResize.None
            ? (long)usual.Height * usual.Width : (long)reading.Options.ResizeTo * reading.Options.ResizeTo;
        foreach (var part in kept.GroupBy(image => image.File.Part))
        {
            // Before anything is decoded; colours make it three times as much, which is known afterwards.
            _ = FolderFiles.PixelLength(reading.Folder, part.Count() * pixels);
        }

        return kept;
    }

    private static ReadImage Decoded(ImageFile file, ImageHeader header, FolderReading reading)
    {
        var image = reading.Decoder.Decode(
            FolderFiles.OnDisk(file.Path, () => RegularFile.ReadAllBytes(file.Path, MostFileBytes)), file.Path);
        if ((image.Height, image.Width) != (header.Height, header.Width))
        {
            throw FolderFiles.Unusable($"{ForeignText.Shown(file.Path)}: was {header.Height}x{header.Width} "
                + $"pixels when its header was read and is {image.Height}x{image.Width} now. Read the folder when nobody writes to it.");
        }

        foreach (var done in image.Done)
        {
            reading.Count(done);
        }

        var (resize, side) = (reading.Options.Resize, reading.Options.ResizeTo);
        if (resize == ImageResize.None || (image.Height == side && image.Width == side))
        {
            return new ReadImage(file, image.Channels, image.Height, image.Width, image.Pixels);
        }

        reading.Count($"images resized to {side}x{side} ({resize})");
        return new ReadImage(file, image.Channels,
            side, side, ImageResize.Apply(resize, side, image.Channels, image.Height, image.Width, image.Pixels));
    }
}
