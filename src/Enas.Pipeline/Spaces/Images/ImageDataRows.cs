using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Images;
using static Enas.Pipeline.Options.OptionRow;
using static Enas.Pipeline.Spaces.Rows.CommonRows;

namespace Enas.Pipeline.Spaces.Images;

/// <summary>
/// The options of image data. What decides which images there are is stated in facts by the digest of the data; how they are varied is a
/// fact.
/// </summary>
internal static class ImageDataRows
{
    /// <summary>The section that they stand in.</summary>
    public const string ImageSection = "data.images";

    /// <summary>The rows, in their order.</summary>
    public static JobOption[] All =>
    [
        Words($"{ImageSection}.split", ImageSplit.Seeded, [ImageSplit.Seeded, ImageSplit.Last],
            "Which training images become the validation set: drawn by the seed, or the last ones in the order of the files.",
            JobFactScope.None),
        Number($"{ImageSection}.validFraction", "0", "1",
            0.1, "Share of the training images that become the validation set, where the data has none and nothing below says otherwise.",
            JobFactScope.None) with { BelowMaximum = true },
        Integer($"{ImageSection}.validCount", 0, Large, 0, "Images of the validation set; 0: as validFraction says.", JobFactScope.None),
        new()
        {
            Key = $"{ImageSection}.validIndices", Type = JobOptionType.Path, Default = "\"\"",
            Description =
                "File with the places of the validation images among the training images, from 0: numbers, or the lists of NAS-Bench-201.",
        },
        Integer($"{ImageSection}.trainLimit",
            0, Large, 0, "Training images used, at most, drawn by the seed after the split; 0 for all.", JobFactScope.None),
        Integer($"{ImageSection}.padding", 0,
            1024, 4, "Pixels around a training image before a window of its own size is cut out at random; 0 for none.", JobFactScope.Both),
        Truth($"{ImageSection}.flip", true, "Training images are mirrored left to right with probability 1/2.", JobFactScope.Both),
        Integer($"{ImageSection}.cutout",
            0, 65536, 0, "Side in pixels of the square that is cut out of a training image; 0 for none.", JobFactScope.Both),
        Words($"{ImageSection}.resize", ImageResize.None,
            [ImageResize.None, ImageResize.Fit, ImageResize.Crop], "none: images of several sizes are refused; fit: each is "
            + "scaled whole into a square of resizeTo, with black around it; crop: the square in its middle is scaled.", JobFactScope.None),
        Integer($"{ImageSection}.resizeTo",
            1, ImageResize.LargestSide, ImageResize.DefaultSide, "Height and width in pixels that fit and crop give.", JobFactScope.None),
        Words($"{ImageSection}.labels", ImageLayoutOptions.Fine, [ImageLayoutOptions.Fine, ImageLayoutOptions.Coarse],
            "CIFAR-100: its 100 fine classes, or its 20 coarse ones.", JobFactScope.None),
        Words($"{ImageSection}.csvLabel", ImageLayoutOptions.Last, [ImageLayoutOptions.Last, ImageLayoutOptions.First],
            "CSV files: whether the label is the last or the first number of a line.", JobFactScope.None),
        Truth($"{ImageSection}.csvHeader", false, "CSV files: the first line names the columns and is no image.", JobFactScope.None),
        Truth($"{ImageSection}.transpose",
            false, "Rows and columns of each image change places, as the files of EMNIST need it.", JobFactScope.None),
        Integer($"{ImageSection}.classes",
            2, GeneratedImages.MostClasses, GeneratedImages.MostClasses, "Generated images: classes.", JobFactScope.None),
        Integer($"{ImageSection}.channels", 1, 3, 3, "Generated images: 1 or 3 channels.", JobFactScope.None),
        Integer($"{ImageSection}.size",
            GeneratedImages.SmallestSize, 1024, 16, "Generated images: height and width in pixels.", JobFactScope.None),
        Integer($"{ImageSection}.trainImages",
            1, GeneratedImages.MostImages, 2000, "Generated images: images to train on.", JobFactScope.None),
        Integer($"{ImageSection}.validImages",
            1, GeneratedImages.MostImages, 400, "Generated images: images of the validation set.", JobFactScope.None),
        Integer($"{ImageSection}.testImages",
            1, GeneratedImages.MostImages, 400, "Generated images: images of the test set.", JobFactScope.None),
    ];
}
