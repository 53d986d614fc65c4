using Enas.Pipeline.Data;
using Enas.Pipeline.Data.Images;
using Enas.Pipeline.Jobs;

namespace Enas.Pipeline.Networks;

/// <summary>Whether images fill the batches of a job.</summary>
internal static class ImageBatchFit
{
    /// <summary>Full training batches of one epoch, at least one.</summary>
    /// <exception cref="DataException">There are fewer images than one batch has.</exception>
    public static int StepsPerEpoch(ImageBatches batches, ImageNetworkOptions options) =>
        batches.TrainingCount(options.BatchSize) is > 0 and var steps
            ? steps
            : throw new DataException(DataErrorKind.Unusable, $"the training set has {batches.Corpus.Train.Count} images, fewer than one batch of {options.BatchSize}; make batchSize smaller");

    /// <summary>Requires validation images.</summary>
    /// <exception cref="DataException">There are none.</exception>
    public static void RequireValidation(ImageCorpus corpus)
    {
        if (corpus.Valid.Count == 0)
        {
            throw new DataException(DataErrorKind.Unusable, "the validation set has no images, and rewards are measured on it; keep some apart from the training set");
        }
    }

    /// <summary>What a network for these images classifies.</summary>
    public static ImageShape ShapeOf(ImageCorpus corpus) => new(corpus.Channels, corpus.Height, corpus.Width, corpus.ClassCount);
}
