using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.Rows;
using Enas.Pipeline.Tasks.Images;

namespace Enas.Pipeline.Spaces.Images;

/// <summary>Which options of the image spaces do not fit together.</summary>
internal static class ImageRules
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<JobRule> All { get; } =
    [
        CommonRows.WarmUpFits(job => job.Train.ImageNetwork!.WarmUpSteps),
        CommonRows.AnnealFits(job => job.ImageWeights!.WarmUpSteps),
        .. StagedScoringRules.All,
        new(["data.images.trainImages",
            "data.images.validImages", "data.images.testImages", "data.images.size", "data.images.channels", "data.kind"], job =>
        {
            var images = job.Data.Images!;
            var (count, values) = ((long)images.TrainImages + images.ValidImages + images.TestImages,
                (long)images.Channels * images.Size * images.Size);
            return job.Data.IsGenerated && count * values > GeneratedImages.MostPixelValues
                ? $"= {images.TrainImages} makes {count} generated images together with validImages and testImages; "
                    + $"allowed: at most {GeneratedImages.MostPixelValues / values} of {images.Channels}x{images.Size}x{images.Size}"
                : null;
        }),
    ];
}
