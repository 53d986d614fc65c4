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

        if (request.Arguments.Transpose is not null && (!network.Layout.Transpose || request.Arguments.Inputs.Count == 0))
        {
            throw new CommandLineException("--transpose is for images that are given to a network whose training exchanged rows and "
                + "columns of its own"
                + (network.Layout.Transpose ? "; the test set of the training is as it was there" : "; this one did not"));
        }

        var layout = request.Arguments.Resize is { } resize
            ? network.Layout with { Resize = resize, ResizeTo = Square(network, resize) } : network.Layout;
        var isAsked = layout.Transpose && request.Arguments.Transpose is null;
        layout = layout with { Transpose = request.Arguments.Transpose ?? layout.Transpose };
        var given = new Lazy<GivenImages>(() =>
            isAsked ? throw Orientation(request.File.Name)
                : new GivenImages(network.Channels, network.Height, network.Width, layout, SkiaImageDecoder.Create()));
        return request.Arguments.Inputs.Count == 0
            ? OfSet(OwnTest(request), "test image", network, CommandText.PathFromHere)
            : [.. request.Arguments.Inputs.SelectMany(input => OfInput(input, (layout, isAsked), given, network))];
    }

    private static CommandLineException Orientation(string name) => new($"{ForeignText.Shown(name)}: the training of the network exchanged "
        + "rows and columns of its images (data.images.transpose), as files of EMNIST need it. Say whether these need it too: "
        + "--transpose no where they are upright, --transpose yes where they lie as those did");

    private static int Square(ImageNetwork network, string resize) => network.Height == network.Width
        ? network.Height
        : throw new CommandLineException(
            $"--resize {resize}: makes squares, and the network takes {network.Height}x{network.Width} pixels");

    private static (ImageSet Set, IReadOnlyList<string> Classes) OwnTest(PredictRequest request) =>
        request.RequireOwnData("an image, or a folder of images").Images is { Test.Count: > 0 } corpus
            ? (corpus.Test, corpus.ClassNames)
            : throw new CommandLineException("the data of the training have no test set: give an image, or a folder of images");

    private static IReadOnlyList<ImageItem> OfInput(
        string input, (ImageLayoutOptions Layout, bool IsAsked) read, Lazy<GivenImages> given, ImageNetwork network)
    {
        var (layout, isAsked) = read;
        var path = Path.TrimEndingDirectorySeparator(Surroundings.FullPath(input));
        switch (FileNames.KindOf(path))
        {
            case FileKind.Absent:
                throw new NotFoundException($"{ForeignText.Shown(input)}: there is no such file or folder");
            case FileKind.Directory when ImageFolder.HasParts(path):
                return OfParts(input, path, layout, isAsked, network);
            case FileKind.Directory:
                _ = given.Value;
                var files = GivenImages.In(path);
                return files.Count > 0
                    ? [.. files.Select(file => new ImageItem(
                        Path.Combine(input, Path.GetRelativePath(path, file)), LabelOf(path, file, network), () => given.Value.Read(file)))]
                    : throw new BadInputException($"{ForeignText.Shown(input)}: no images in this folder or in those below it; they are "
                        + $"read from {ImageFolder.Formats} files.");
            case FileKind.Regular when ImageFolder.IsTable(path):
                var table = ImageFolder.LoadTable(path, layout);
                return OfSet((table, ImageFolder.NumberedClasses(table.Labels.Max() + 1)), $"{input} image", network);
            default:
                _ = given.Value;
                return [new ImageItem(input, null, () => given.Value.Read(path))];
        }
    }

    // A data set in the layout that the network was trained on: its test images, or all where it has none.
    private static IReadOnlyList<ImageItem> OfParts(
        string input, string path, ImageLayoutOptions layout, bool isAsked, ImageNetwork network)
    {
        // Files of images are told which way is up by those who make them; tables and idx files are as those of the training.
        var corpus = ImageFolder.LoadGiven(path,
            () => isAsked ? throw Orientation(input) : SkiaImageDecoder.Create(), layout);
        var (set, part) = corpus.Test.Count > 0 ? (corpus.Test, "test") : (corpus.Train, "training");
        return OfSet((set, corpus.ClassNames), $"{input} {part} image", network,
            source => Path.Combine(input, Path.GetRelativePath(path, source)));
    }

    private static IReadOnlyList<ImageItem> OfSet(
        (ImageSet Images, IReadOnlyList<string> Classes) set, string name, ImageNetwork network, Func<string, string>? nameOf = null)
    {
        var (images, classes) = set;
        string NameOf(int image) => images.SourceOf is { } source && nameOf is not null ? nameOf(source(image)) : $"{name} {image}";
        return (images.Channels, images.Height, images.Width) == (network.Channels, network.Height, network.Width)
            ? [.. Enumerable.Range(0, images.Count).Select(i =>
                new ImageItem(NameOf(i), classes[images.Labels[i]], () => images.Image(i).ToArray()))]
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
