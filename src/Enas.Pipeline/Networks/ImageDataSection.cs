using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Images;

namespace Enas.Pipeline.Networks;

/// <summary>
/// What a checkpoint says of the images that its network was trained on, so that nobody needs the data to use it: their shape, the names of
/// the classes in the order of the outputs, mean and deviation of each channel in units of pixel values (0 to 255).
/// </summary>
internal static class ImageDataSection
{
    private const string ShapeKey = NetworkTexts.Shape;
    private const string ClassCountKey = NetworkTexts.ClassCount;

    // The header of a checkpoint is limited, and a training must not end for the names of its classes: longer ones are left out.
    private const int MostClassText = 1 << 20;

    /// <summary>The shape that a checkpoint says; null where it is of the first format, which did not.</summary>
    /// <exception cref="CheckpointSectionException">The section is missing, has no shape that can be read, or a newer program wrote
    /// it.</exception>
    public static ImageShape? ShapeIn(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (checkpoint.Section(NetworkSections.Data) is not { } section)
        {
            return null;
        }

        int?[] sizes = [.. section.Text(ShapeKey).Split(' ').Select(Size)];
        return sizes is [{ } channels, { } height, { } width]
            ? new ImageShape(channels, height, width, Size(section.Text(ClassCountKey)) ?? throw section.Unreadable(ClassCountKey))
            : throw section.Unreadable(ShapeKey);
    }

    /// <summary>Mean and deviation of each channel that a checkpoint says; null where it says none: its network is not of images, or it is
    /// of the first format.</summary>
    /// <exception cref="CheckpointSectionException">They cannot be read.</exception>
    public static (IReadOnlyList<double> Means, IReadOnlyList<double> Deviations)? NormalisationIn(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return checkpoint.Section(NetworkSections.Data) is { } section && section.Texts.Any(text => text.Key == NetworkTexts.Means)
            ? (Numbers(section, NetworkTexts.Means), Numbers(section, NetworkTexts.Deviations)) : null;
    }

    /// <summary>The section of a corpus.</summary>
    internal static ICheckpointed Of(ImageCorpus corpus)
    {
        var classes = new JsonArray([.. corpus.ClassNames.Select(name => (JsonNode)name)]).ToJsonString();

        // Nothing is restored from it: the first fact of a search says which data it has.
        return new OwnedSection(NetworkSections.Data, to =>
        {
            to.Add(NetworkTexts.Kind, "images");
            to.Add(ShapeKey, string.Create(CultureInfo.InvariantCulture, $"{corpus.Channels} {corpus.Height} {corpus.Width}"));
            to.Add(ClassCountKey, corpus.ClassCount.ToString(CultureInfo.InvariantCulture));
            to.Add(NetworkTexts.Means, Text(corpus.Standardisation.Means));
            to.Add(NetworkTexts.Deviations, Text(corpus.Standardisation.Deviations));
            if (classes.Length <= MostClassText)
            {
                to.Add(NetworkTexts.Classes, classes);
            }
        }, load: null);
    }

    private static string Text(IReadOnlyList<double> values) =>
        string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    private static double[] Numbers(CheckpointSection section, string key)
    {
        double?[] numbers = [.. section.Text(key).Split(' ').Select(text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : (double?)null)];
        return numbers.All(number => number is not null) ? [.. numbers.Select(number => number!.Value)] : throw section.Unreadable(key);
    }

    private static int? Size(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null;
}
