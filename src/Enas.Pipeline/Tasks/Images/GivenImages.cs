using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>Image files that somebody gives to a trained network, made into what it takes as its training images were.</summary>
/// <param name="channels">C of the network.</param>
/// <param name="height">H of the network.</param>
/// <param name="width">W of the network.</param>
/// <param name="options">How its training images were understood.</param>
/// <param name="decoder">Decodes image files.</param>
internal sealed class GivenImages(int channels, int height, int width, ImageLayoutOptions options, IImageDecoder decoder)
{
    private const int DeepestFolder = 16;

    /// <summary>The image files of a folder and of the folders in it, in the order in which a data set of them is read: its own by the
    /// ordinal order of their names, then those of each folder.</summary>
    /// <exception cref="DataException">The folder cannot be read, holds images of a kind that is not read, or folders are nested too
    /// deep.</exception>
    public static IReadOnlyList<string> In(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return [.. Below(folder, 0)];
    }

    /// <summary>The planes of a file as the network takes them: [C, H, W]. Grey is taken three times by a network on colours; an image of
    /// another size is resized only where the training images were, or where the options say so.</summary>
    /// <exception cref="DataException">It is missing, no image, or of another size or number of channels.</exception>
    public byte[] Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _ = ImageReader.SmallHeaderOf(path, decoder);
        var image = decoder.Decode(FolderFiles.OnDisk(path, () => RegularFile.ReadAllBytes(path, ImageReader.MostFileBytes)), path);
        var (rows, columns, planes) = Understood(image);
        if ((rows, columns) == (height, width))
        {
            return WithChannels(planes, image.Channels, path);
        }

        var way = height == width ? $", or have it done with --resize {ImageResize.Fit} or --resize {ImageResize.Crop}" : string.Empty;
        throw FolderFiles.Unusable($"{ForeignText.Shown(path)}: the image is {rows}x{columns} pixels (height x width), and the "
            + $"network takes {height}x{width}. Scale or cut it first{way}.");
    }

    private static IEnumerable<string> Below(string folder, int depth)
    {
        if (depth > DeepestFolder)
        {
            throw FolderFiles.Unusable($"{ForeignText.Shown(folder)}: folders are nested more than {DeepestFolder} deep. Move it out.");
        }

        var files = FolderFiles.FilesOf(folder);
        if (files.FirstOrDefault(ImageNames.IsOtherImage) is { } other)
        {
            throw FolderFiles.Unusable(
                $"{ForeignText.Shown(other)}: images are read from {ImageNames.Formats} files only. Convert it, or move it out.");
        }

        return files.Where(ImageNames.IsImage).Concat(FolderFiles.FoldersOf(folder)
            .Where(inner => depth == 0 || !FolderLinks.IsLink(inner)).SelectMany(inner => Below(inner, depth + 1)));
    }

    // In the order in which a data set is understood: resized, then turned.
    private (int Height, int Width, byte[] Planes) Understood(DecodedImage image)
    {
        var set = new ImageSet(image.Channels, image.Height, image.Width, image.Pixels, [0]);
        if (options.Resize != ImageResize.None)
        {
            set = ImageResize.Apply(options.Resize, options.ResizeTo, set, string.Empty);
        }

        var turned = options.Transpose ? set.Transposed() : set;
        return (turned.Height, turned.Width, turned.Pixels);
    }

    private byte[] WithChannels(byte[] planes, int found, string path)
    {
        var plane = height * width;
        if (found == channels)
        {
            return planes;
        }

        if (found == 1)
        {
            return [.. Enumerable.Repeat(planes, channels).SelectMany(values => values)];
        }

        var first = planes.AsSpan(0, plane);
        return channels == 1 && first.SequenceEqual(planes.AsSpan(plane, plane)) && first.SequenceEqual(planes.AsSpan(2 * plane, plane))
            ? first.ToArray()
            : throw FolderFiles.Unusable($"{ForeignText.Shown(path)}: the image is in colour, and the network takes "
                + $"images of {channels} {(channels == 1 ? "channel, which are grey" : "channels")}. Convert it first.");
    }
}
