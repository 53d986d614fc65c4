using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// From what a layout holds to the three sets. Drawn sets come from the stream <c>data-split</c>, a limited training set from
/// <c>data-part</c>; within a set images keep the order of the files.
/// </summary>
internal static class ImageSplit
{
    public const string Seeded = "seeded";
    public const string Last = "last";

    /// <summary>The corpus of a job's data options.</summary>
    /// <param name="parts">What there is.</param>
    /// <param name="options">How it is split.</param>
    /// <param name="seed">The job's.</param>
    /// <param name="folder">Named in messages.</param>
    public static ImageCorpus Split(ImageParts parts, ImageDataOptions options, ulong seed, string folder)
    {
        parts.CheckLabels(folder);
        var (train, valid, test) = Divided(parts, options, seed, folder);
        if (options.TrainLimit > 0 && options.TrainLimit < train.Count)
        {
            train = train.Take(Ascending(RandomOrder.Choose(new RandomStream(seed, "data-part"), 0, 0, train.Count, options.TrainLimit)));
        }

        return new ImageCorpus(train, valid, test, parts.ClassNames) { Layout = parts.Layout, Account = parts.Account };
    }

    private static (ImageSet Train, ImageSet Valid, ImageSet Test) Divided(
        ImageParts parts, ImageDataOptions options, ulong seed, string folder)
    {
        var all = parts.Train;
        if (parts.Valid is { } given)
        {
            return options.ValidIndices.Length == 0 && options.ValidCount == 0
                ? (all, given, parts.Test ?? all.Empty())
                : throw FolderFiles.Unusable($"{folder}: the data has a validation set "
                    + $"of its own; leave data.images.{(options.ValidCount > 0 ? "validCount" : "validIndices")} out.");
        }

        if (options.ValidIndices.Length > 0)
        {
            if (options.ValidCount > 0)
            {
                throw FolderFiles.Unusable(
                    $"{folder}: data.images.validCount and data.images.validIndices both say what the validation set is; leave one out.");
            }

            var listed = SplitIndices.Read(options.ValidIndices, all.Count);
            return listed.Train.Length > 0
                ? (all.Take(listed.Train), all.Take(listed.Valid), parts.Test ?? all.Empty())
                : throw FolderFiles.Unusable(
                    $"{options.ValidIndices}: all {all.Count} images are validation images; nothing is left to train on.");
        }

        return Drawn(parts, options, seed, folder);
    }

    // Where the data has no test set either, one as large as the validation set is drawn next.
    private static (ImageSet Train, ImageSet Valid, ImageSet Test) Drawn(
        ImageParts parts, ImageDataOptions options, ulong seed, string folder)
    {
        var all = parts.Train;
        var valid = options.ValidCount > 0 ? options.ValidCount : (int)Math.Round(all.Count * options.ValidFraction);
        var test = parts.Test is null ? valid : 0;
        if ((long)valid + test >= all.Count)
        {
            throw FolderFiles.Unusable($"{folder}: {valid} validation images{(test > 0 ? $" and {test} test images" : "")} "
                + $"leave none of the {all.Count} to train on; data.images.validCount is at most {(all.Count - 1) / (test > 0 ? 2 : 1)}.");
        }

        var order = options.Split == Last
            ? [.. Enumerable.Range(0, all.Count).Reverse()]
            : RandomOrder.Permutation(new RandomStream(seed, "data-split"), 0, 0, all.Count);
        return (all.Take(Ascending(order[(valid + test)..])),
            all.Take(Ascending(order[..valid])),
            parts.Test ?? all.Take(Ascending(order[valid..(valid + test)])));
    }

    private static int[] Ascending(int[] indices)
    {
        Array.Sort(indices);
        return indices;
    }
}
