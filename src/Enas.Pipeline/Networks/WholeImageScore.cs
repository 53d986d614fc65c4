using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Images;

namespace Enas.Pipeline.Networks;

/// <summary>Loss and correct predictions over a whole set of images, each once, or over a part of it.</summary>
internal static class WholeImageScore
{
    /// <param name="batches">Makes batches.</param>
    /// <param name="set">The images.</param>
    /// <param name="batchSize">Images of a batch, at most.</param>
    /// <param name="calibration">Training batches for statistics that are measured anew.</param>
    /// <param name="batchNorm">Statistics that batch norm uses; null for what the network's options say.</param>
    /// <param name="isEven">Whether batches differ in size by one at most; else the last can be smaller than the others.</param>
    public static WindowLoss Of(
        ImageModel model, ImageGraph graph, ImageBatches batches, ImageSet set, int batchSize, IEnumerable<ImageBatch> calibration,
        string? batchNorm = null, bool isEven = false) =>
        Sum(model.EvaluateAll(
            graph,
            Enumerable.Range(0, ImageBatches.WholeCount(set, batchSize)).Select(i => batches.Whole(set, batchSize, i, isEven)),
            calibration,
            batchNorm));

    /// <summary>The same over a part of the validation set, the same for every network.</summary>
    public static WindowLoss OfPart(
        ImageModel model, ImageGraph graph, ImageBatches batches, int batchSize, int images, IEnumerable<ImageBatch> calibration,
        string? batchNorm = null) =>
        Sum(model.EvaluateAll(
            graph,
            Enumerable.Range(0, ImageBatches.PartCount(batches.Corpus.Valid.Count, batchSize, images))
                .Select(i => batches.Part(batchSize, i)),
            calibration,
            batchNorm));

    private static WindowLoss Sum(IReadOnlyList<WindowLoss> parts) =>
        new WindowLoss(parts.Sum(part => part.TokenCount), parts.Sum(part => part.LossSum), parts.Sum(part => part.CorrectCount));

    /// <summary>The batches that <c>recalibrated</c> averages over: the first of epoch 0, as training sees them.</summary>
    public static IEnumerable<ImageBatch> Calibration(ImageBatches batches, ImageNetworkOptions options) =>
        Enumerable.Range(0, Math.Min(options.RecalibrationBatches, batches.TrainingCount(options.BatchSize)))
            .Select(i => batches.Training(options.BatchSize, 0, i));
}
