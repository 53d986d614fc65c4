using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Folders;
using Enas.Pipeline.Tasks.Images;

namespace Enas.Pipeline.Spaces.Images;

/// <summary>How a job's sizes fit its images. A pure function of the two, so that what is clipped follows from the facts.</summary>
internal static class ImageJobFit
{
    /// <summary>Refuses a search whose batches the images cannot fill.</summary>
    /// <exception cref="DataException">The message names the option and what is allowed.</exception>
    public static void RequireSearch(JobOptions job, ImageCorpus corpus)
    {
        ImageFit.RequireTraining("sharedWeights", job.ImageWeights!.BatchSize, corpus, Augmentation(job));
        ImageFit.RequireValidation(corpus);
    }

    /// <summary>Refuses a final training whose batches the images cannot fill.</summary>
    /// <exception cref="DataException">The message names the option and what is allowed.</exception>
    public static void RequireTraining(JobOptions job, ImageCorpus corpus) =>
        ImageFit.RequireTraining("train.network", job.Train.ImageNetwork!.BatchSize, corpus, Augmentation(job));

    /// <summary>What happens to a job's training images.</summary>
    public static ImageAugmentation Augmentation(JobOptions job) =>
        new(job.Data.Images!.Padding, job.Data.Images.Flip, job.Data.Images.Cutout);

    /// <summary>What of a job is larger than what there is and therefore clipped, a sentence each.</summary>
    public static IReadOnlyList<string> Clipped(JobOptions job, ImageCorpus corpus)
    {
        var words = new List<string>();
        if (job.Reward.BatchSize > corpus.Valid.Count)
        {
            words.Add(
                $"reward.batchSize = {job.Reward.BatchSize} is clipped to {corpus.Valid.Count}: the validation set has no more images");
        }

        return words;
    }
}
