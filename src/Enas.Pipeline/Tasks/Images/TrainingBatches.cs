namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// The training batches of consecutive steps, made ahead on a thread while a step computes. Any step may be asked for at any time; which
/// batch it gets does not depend on what was asked before.
/// </summary>
/// <param name="batches">Whose training set.</param>
/// <param name="batchSize">B.</param>
internal sealed class TrainingBatches(ImageBatches batches, int batchSize) : IDisposable
{
    // One thread is ahead of any step: a batch takes well under a hundredth of it.
    private const int Threads = 1;
    private const int Ready = 3;

    private BatchPrefetcher<ImageBatch>? _prefetcher;

    public int StepsPerEpoch { get; } = batches.TrainingCount(batchSize);

    /// <summary>The batch of a step, counted from 0 over all epochs.</summary>
    public ImageBatch Take(long step)
    {
        // Started by the first step, so that whoever only measures has no thread.
        _prefetcher ??= new BatchPrefetcher<ImageBatch>(Make, step, Threads, Ready);
        return _prefetcher.Take(step);
    }

    public void Dispose() => _prefetcher?.Dispose();

    private ImageBatch Make(long step)
    {
        var (epoch, index) = Math.DivRem(step, StepsPerEpoch);
        return batches.Training(batchSize, epoch, (int)index);
    }
}
