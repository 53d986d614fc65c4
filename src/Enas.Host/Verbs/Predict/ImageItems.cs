using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Data;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Images;

namespace Enas.Host.Verbs.Predict;

/// <summary>An image that is to be predicted.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Label">What it shows, where that is known; it may be a class that the network does not have.</param>
/// <param name="Read">Its pixel values [C, H, W] as the network takes them.</param>
internal sealed record ImageItem(string Name, string? Label, Func<byte[]> Read);

/// <summary>From files and folders, or from a training's own data, to images.</summary>
internal static class ImageItems
{
    /// <summary>The images that were named, in their order.</summary>
    /// <exception cref="NotFoundException">One is not there.</exception>
    /// <exception cref="BadInputException">A folder holds none.</exception>
    public static IReadOnlyList<ImageItem> Of(PredictRequest request, ImageNetwork network)
    {
        if (request.Arguments.Text is not null || request.Arguments.Unknown is not null)
        {
            throw new CommandLineException("--text and --unknown are for networks on text; this one takes images");
        }

        if (request.Arguments is { Resize: not null, Inputs: [] })
        {
            throw new CommandLineException("--resize is for images that are given; the test set of the training is as it was there");
        }

        var layout = request.Arguments.Resize is { } resize
            ? network.Layout with { Resize = resize, ResizeTo = Square(network, resize) } : network.Layout;
        var given = new Lazy<GivenImages>(() =>
            new GivenImages(network.Channels, network.Height, network.Width, layout, SkiaImageDecoder.Create()));
        return request.Arguments.Inputs.Count == 0
            ? OfSet(OwnTest(request), "test image", network)
            : [.. request.Arguments.Inputs.SelectMany(input => OfInput(input, layout, given, network))];
    }

    private static int Square(ImageNetwork network, string resize) => network.Height == network.Width
        ? network.Height
        : throw new CommandLineException(
            $"--resize {resize}: makes squares, and the network takes {network.Height}x{network.Width} pixels");

    private static (ImageSet Set, IReadOnlyList<string> Classes) OwnTest(PredictRequest request) =>
        request.RequireOwnData("an image, or a folder of images") is ImageData { Corpus: var corpus } && corpus.Test.Count > 0
            ? (corpus.Test, corpus.ClassNames)
            : throw new CommandLineException("the data of the training have no test set: give an image, or a folder of images");

    private static IReadOnlyList<ImageItem> OfInput(
        string input, ImageLayoutOptions layout, Lazy<GivenImages> given, ImageNetwork network)
    {
        var path = Path.TrimEndingDirectorySeparator(Surroundings.FullPath(input));
        switch (FileNames.KindOf(path))
        {
            case FileKind.Absent:
                throw new NotFoundException($"{ForeignText.Shown(input)}: there is no such file or folder");
            case FileKind.Directory when ImageFolder.HasParts(path):
                return OfParts(input, path, layout, network);
            case FileKind.Directory:
                var files = GivenImages.In(path);
                return files.Count > 0
                    ? [.. files.Select(file => new ImageItem(
                        Path.Combine(input, Path.GetRelativePath(path, file)), LabelOf(path, file, network), () => given.Value.Read(file)))]
                    : throw new BadInputException($"{ForeignText.Shown(input)}: no images in this folder or in those below it; they are "
                        + $"read from {ImageFolder.Formats} files.");
            default:
                return [new ImageItem(input, null, () => given.Value.Read(path))];
        }
    }

    // A data set in the layout that the network was trained on: its test images, or all where it has none.
    private static IReadOnlyList<ImageItem> OfParts(string input, string path, ImageLayoutOptions layout, ImageNetwork network)
    {
        var corpus = ImageFolder.LoadWhole(path, SkiaImageDecoder.Create, layout);
        var (set, part) = corpus.Test.Count > 0 ? (corpus.Test, "test") : (corpus.Train, "training");
        return OfSet((set, corpus.ClassNames), $"{input} {part} image", network);
    }

    private static IReadOnlyList<ImageItem> OfSet((ImageSet Images, IReadOnlyList<string> Classes) set, string name, ImageNetwork network)
    {
        var (images, classes) = set;
        return (images.Channels, images.Height, images.Width) == (network.Channels, network.Height, network.Width)
            ? [.. Enumerable.Range(0, images.Count).Select(i =>
                new ImageItem($"{name} {i}", classes[images.Labels[i]], () => images.Image(i).ToArray()))]
            : throw new BadInputException($"{name}s are {images.Channels}x{images.Height}x{images.Width} (channels, height, width), "
                + $"and the network takes {network.Channels}x{network.Height}x{network.Width}.");
    }

    // The nearest folder that is named as a class says what an image shows; a file that was given alone says nothing.
    private static string? LabelOf(string root, string file, ImageNetwork network)
    {
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (network.Classes.Contains(Path.GetFileName(folder)))
            {
                return Path.GetFileName(folder);
            }

            if (folder == root)
            {
                return null;
            }
        }

        return null;
    }
}
