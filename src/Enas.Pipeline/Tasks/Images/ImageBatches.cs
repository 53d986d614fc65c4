using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// The batches of a corpus. No state but a cache: every batch is a function of the seed and its numbers, so any of them can be made at any
/// time, in any order, by any number of threads.
/// </summary>
/// <param name="augmentation">Of training images.</param>
/// <param name="seed">The job's.</param>
/// <param name="purpose">Precedes the names of the streams of order and augmentation; a final training has its own. Empty
/// for a search.</param>
internal sealed class ImageBatches(ImageCorpus corpus, ImageAugmentation augmentation, ulong seed, string purpose = "")
{
    private readonly RandomStream _order = new(seed, purpose + "data-order");
    private readonly RandomStream _augmentation = new(seed, purpose + "augmentation");
    private readonly RandomStream _reward = new(seed, purpose + "reward-images");
    private readonly RandomStream _part = new(seed, purpose + "score-images");
    private EpochOrder? _epoch;
    private int[]? _partOrder;

    /// <summary>The images.</summary>
    public ImageCorpus Corpus { get; } = corpus;

    /// <summary>What happens to training images.</summary>
    public ImageAugmentation Augmentation { get; } = augmentation;

    /// <summary>Full batches of an epoch: floor(images / batch size). The images of an epoch's rest are others each time.</summary>
    public int TrainingCount(int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        return Corpus.Train.Count / batchSize;
    }

    /// <summary>Batches that hold every image of a set once: the last one can be smaller.</summary>
    public static int WholeCount(ImageSet set, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        return (int)((set.Count + (batchSize - 1L)) / batchSize);
    }

    /// <summary>
    /// A training batch: images <paramref name="index"/> · B and following of the epoch's order, augmented. The order is a permutation from
    /// the stream <c>data-order</c> at step = epoch.
    /// </summary>
    public ImageBatch Training(int batchSize, long epoch, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)TrainingCount(batchSize), nameof(index));
        var order = OrderOf(epoch).AsSpan(index * batchSize, batchSize);
        return Batch(Corpus.Train, order, image => Augmentation.Draw(_augmentation, epoch, image, Corpus.Height, Corpus.Width));
    }

    /// <summary>A batch of a set in its own order, as it is.</summary>
    /// <param name="batchSize">Images of a batch, at most.</param>
    /// <param name="index">The batch.</param>
    /// <param name="isEven">Whether the batches, as many as otherwise, differ in size by one at most.</param>
    public ImageBatch Whole(ImageSet set, int batchSize, int index, bool isEven = false)
    {
        var count = WholeCount(set, batchSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)count, nameof(index));
        var start = isEven ? (int)((long)set.Count * index / count) : index * batchSize;
        var end = isEven ? (int)((long)set.Count * (index + 1) / count) : Math.Min(set.Count, start + batchSize);
        var images = new int[end - start];
        for (var i = 0; i < images.Length; i++)
        {
            images[i] = start + i;
        }

        return Batch(set, images, _ => ImageChange.None);
    }

    /// <summary>
    /// Batches of a part of so many images of a set: whole ones, since with batch statistics the size of a batch is part of the measure,
    /// and one at least. A set that is smaller than a batch is its only part.
    /// </summary>
    public static int PartCount(int setCount, int batchSize, int images)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        return Math.Max(1, Math.Min(images, setCount) / batchSize);
    }

    /// <summary>
    /// A batch of the validation images that candidates are compared on before the whole set: images <paramref name="index"/> · B and
    /// following of a permutation from the stream <c>score-images</c>, as they are. It is the same for every candidate.
    /// </summary>
    public ImageBatch Part(int batchSize, int index)
    {
        // Threads may both make it: the same order twice.
        var order = _partOrder ??= RandomOrder.Permutation(_part, 0, 0, Corpus.Valid.Count);
        var start = index * batchSize;
        return Batch(Corpus.Valid, order.AsSpan(start, Math.Min(batchSize, order.Length - start)), _ => ImageChange.None);
    }

    /// <summary>
    /// A batch to measure a reward on: distinct validation images as they are, from the stream <c>reward-images</c> at (step, ordinal). A
    /// batch larger than the validation set is all of it.
    /// </summary>
    /// <param name="batchSize">B.</param>
    /// <param name="step">The policy step.</param>
    /// <param name="ordinal">The sample within the step; the same number for all samples gives them common images
    /// (common random numbers).</param>
    public ImageBatch Reward(int batchSize, long step, int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        var images = RandomOrder.Choose(_reward, step, ordinal, Corpus.Valid.Count, Math.Min(batchSize, Corpus.Valid.Count));
        return Batch(Corpus.Valid, images, _ => ImageChange.None);
    }

    private ImageBatch Batch(ImageSet set, ReadOnlySpan<int> images, Func<int, ImageChange> changeOf)
    {
        var batch = new ImageBatch(new float[checked(images.Length * set.ImageLength)], new int[images.Length]);
        for (var i = 0; i < images.Length; i++)
        {
            changeOf(images[i]).Write(set, images[i], Corpus.Standardisation, batch.Pixels.AsSpan(i * set.ImageLength, set.ImageLength));
            batch.Labels[i] = set.Labels[images[i]];
        }

        return batch;
    }

    private int[] OrderOf(long epoch)
    {
        // Threads may both make it: the same order twice.
        var known = Volatile.Read(ref _epoch);
        if (known?.Epoch != epoch)
        {
            known = new EpochOrder(epoch, RandomOrder.Permutation(_order, epoch, 0, Corpus.Train.Count));
            Volatile.Write(ref _epoch, known);
        }

        return known.Images;
    }

    private sealed record EpochOrder(long Epoch, int[] Images);
}
