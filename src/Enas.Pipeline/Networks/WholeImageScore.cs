using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Images;

namespace Enas.Pipeline.Networks;

/// <summary>Loss and correct predictions over a whole set of images, each once.</summary>
internal static class WholeImageScore
{
    public static WindowLoss Of(
        ImageModel model, ImageGraph graph, ImageBatches batches, ImageSet set, int batchSize, IEnumerable<ImageBatch> calibration)
    {
        var parts = model.EvaluateAll(
            graph, Enumerable.Range(0, ImageBatches.WholeCount(set, batchSize)).Select(i => batches.Whole(set, batchSize, i)), calibration);
        return new WindowLoss(parts.Sum(part => part.TokenCount), parts.Sum(part => part.LossSum), parts.Sum(part => part.CorrectCount));
    }

    /// <summary>The batches that <c>recalibrated</c> averages over: the first of epoch 0, as training sees them.</summary>
    public static IEnumerable<ImageBatch> Calibration(ImageBatches batches, ImageNetworkOptions options) =>
        Enumerable.Range(0, Math.Min(options.RecalibrationBatches, batches.TrainingCount(options.BatchSize)))
            .Select(i => batches.Training(options.BatchSize, 0, i));
}
