using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Data.Images;

/// <summary>
/// A folder for each class with its PNG or JPEG images: in train/, valid/ (or val/) and test/, or in the data folder itself. Classes and
/// images are taken in the ordinal order of their names. All images have one size; where some are in colour, grey ones become three equal channels.
/// </summary>
internal static class ClassFolders
{
    public const string LookedFor = "a folder for each class with PNG or JPEG images, inside train/ and test/ or directly in it";
    private const string Train = "train";
    private static readonly string[] s_images = [".png", ".jpg", ".jpeg"];
    private static readonly string[] s_others = [".bmp", ".gif", ".webp", ".tif", ".tiff", ".avif", ".heic"];
    private static readonly string[] s_parts = [Train, "valid", "val", "test"];

    public static bool Fits(string folder) => Directory.Exists(Path.Combine(folder, Train))
        || ImageFiles.FoldersOf(folder).Any(inner => !s_parts.Contains(ImageFiles.NameOf(inner)) && ImageFiles.FilesOf(inner).Any(HasImageName));

    public static ImageParts Read(string folder, IImageDecoder decoder)
    {
        if (!Directory.Exists(Path.Combine(folder, Train)))
        {
            var (whole, classes) = (new List<Labelled>(), ClassesOf(folder));
            Collect(folder, classes, decoder, whole);
            CheckSizes(whole);
            return new ImageParts("class folders", SetOf(folder, whole, MostChannels(whole)), null, null, classes);
        }

        var names = ClassesOf(Path.Combine(folder, Train));
        var parts = new SortedDictionary<string, List<Labelled>>(StringComparer.Ordinal);
        foreach (var part in s_parts.Where(part => Directory.Exists(Path.Combine(folder, part))))
        {
            Collect(Path.Combine(folder, part), names, decoder, parts[part] = []);
        }

        if (parts.ContainsKey("valid") && parts.ContainsKey("val"))
        {
            throw ImageFiles.Unusable($"{folder}: both valid/ and val/ are there; keep one.");
        }

        List<Labelled> all = [.. parts[Train], .. s_parts.Skip(1).SelectMany(part => parts.GetValueOrDefault(part, []))];
        CheckSizes(all);
        var channels = MostChannels(all);
        ImageSet? Part(string name) => parts.TryGetValue(name, out var images) ? SetOf(folder, images, channels) : null;
        return new ImageParts("class folders", SetOf(folder, parts[Train], channels), Part("valid") ?? Part("val"), Part("test"), names);
    }

    private static string[] ClassesOf(string folder)
    {
        string[] names = [.. ImageFiles.FoldersOf(folder).Select(ImageFiles.NameOf)];
        return names.Length >= 2
            ? names
            : throw ImageFiles.Unusable($"{folder}: {names.Length} class folders; a search needs at least two. There is: {ImageFiles.Listing(folder)}.");
    }

    private static void Collect(string folder, string[] classes, IImageDecoder decoder, List<Labelled> images)
    {
        foreach (var inner in ImageFiles.FoldersOf(folder))
        {
            var label = Array.IndexOf(classes, ImageFiles.NameOf(inner));
            if (label < 0)
            {
                throw ImageFiles.Unusable($"{inner}: there is no training class of this name. Training classes: {string.Join(", ", classes.Take(10))}{(classes.Length > 10 ? " ..." : "")}.");
            }

            var files = ImageFiles.FilesOf(inner);
            if (files.FirstOrDefault(path => HasEnding(path, s_others)) is { } other)
            {
                throw ImageFiles.Unusable($"{other}: images are read from PNG and JPEG files only. Convert it, or move it out.");
            }

            string[] chosen = [.. files.Where(HasImageName)];
            if (chosen.Length == 0)
            {
                throw ImageFiles.Unusable($"{inner}: no PNG or JPEG images in this class folder. Put some in, or remove the folder.");
            }

            images.AddRange(chosen.Select(path => new Labelled(path, label, decoder.Decode(ImageFiles.Read(path), path))));
        }

        if (images.Count == 0)
        {
            throw ImageFiles.Unusable($"{folder}: no class folders in it. There is: {ImageFiles.Listing(folder)}.");
        }
    }

    private static bool HasImageName(string path) => HasEnding(path, s_images) && !ImageFiles.NameOf(path).StartsWith('.');

    private static bool HasEnding(string path, string[] endings) => endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static void CheckSizes(List<Labelled> images)
    {
        var first = images[0];
        if (images.FirstOrDefault(image => image.Image.Height != first.Image.Height || image.Image.Width != first.Image.Width) is { } odd)
        {
            throw ImageFiles.Unusable($"{odd.Path}: the image is {odd.Image.Height}x{odd.Image.Width} pixels (height x width), {first.Path} is {first.Image.Height}x{first.Image.Width}. All images of a data set have one size; scale or cut them first.");
        }
    }

    private static int MostChannels(List<Labelled> images) => images.Max(image => image.Image.Channels);

    private static ImageSet SetOf(string folder, List<Labelled> images, int channels)
    {
        var (height, width) = (images[0].Image.Height, images[0].Image.Width);
        var length = channels * height * width;
        var pixels = new byte[ImageFiles.PixelLength(folder, (long)images.Count * length)];
        for (var i = 0; i < images.Count; i++)
        {
            // A grey image is one plane, and stands three times where others have colours.
            var planes = images[i].Image.Pixels;
            for (var start = 0; start < length; start += planes.Length)
            {
                planes.CopyTo(pixels.AsSpan((i * length) + start));
            }
        }

        return new ImageSet(channels, height, width, pixels, [.. images.Select(image => image.Label)]);
    }

    private sealed record Labelled(string Path, int Label, DecodedImage Image);
}
