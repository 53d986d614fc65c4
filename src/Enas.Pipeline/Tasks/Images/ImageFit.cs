using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>Whether batches and augmentation fit a corpus. A pure function of the two, so that what is clipped follows
/// from the facts.</summary>
internal static class ImageFit
{
    /// <summary>Refuses training batches that the training set cannot fill, and augmentation that leaves nothing of an image.</summary>
    /// <param name="section">The section that the batch size stands in, as in <c>sharedWeights</c>.</param>
    /// <param name="batchSize">B.</param>
    /// <param name="augmentation">Of training images.</param>
    /// <exception cref="DataException">The message names the option and what is allowed.</exception>
    public static void RequireTraining(string section, int batchSize, ImageCorpus corpus, ImageAugmentation augmentation)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(augmentation);
        if (batchSize > corpus.Train.Count)
        {
            throw FolderFiles.Unusable($"{section}.batchSize = {batchSize} is more "
                + $"than the {corpus.Train.Count} images of the training set; allowed: 1 to {corpus.Train.Count}.");
        }

        var side = Math.Min(corpus.Height, corpus.Width);
        if (augmentation.Padding >= side)
        {
            throw FolderFiles.Unusable($"data.images.padding = {augmentation.Padding} "
                + $"can push an image of {corpus.Height}x{corpus.Width} out of its window; allowed: 0 to {side - 1}.");
        }

        if (augmentation.Cutout > side)
        {
            throw FolderFiles.Unusable($"data.images.cutout = {augmentation.Cutout} "
                + $"is more than an image of {corpus.Height}x{corpus.Width}; allowed: 0 to {side}.");
        }
    }

    /// <summary>Refuses a corpus without validation images: nothing would measure a reward or choose a result.</summary>
    /// <exception cref="DataException">There are none.</exception>
    public static void RequireValidation(ImageCorpus corpus)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        if (corpus.Valid.Count == 0)
        {
            throw FolderFiles.Unusable("The validation set is empty, and a search "
                + "measures its rewards on it; set data.images.validFraction or data.images.validCount above 0.");
        }
    }

    /// <summary>Images of a reward: as many as asked for, or all of the validation set where that is less.</summary>
    public static int RewardBatchSize(int batchSize, ImageCorpus corpus)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        return Math.Min(batchSize, corpus.Valid.Count);
    }
}
