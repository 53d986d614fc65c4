using Enas.Pipeline.Tasks.Text;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>Words in, next words out, over one window of the token streams. Time is outermost: token (t, b) is at t·B + b.</summary>
/// <param name="Inputs">[T·B] word numbers.</param>
/// <param name="Targets">[T·B] word numbers; -1 is not counted.</param>
/// <param name="TimeSteps">T.</param>
/// <param name="Batch">B.</param>
internal sealed record TokenBatch(int[] Inputs, int[] Targets, int TimeSteps, int Batch)
{
    /// <summary>The tokens of a window of the columns.</summary>
    public static TokenBatch Of(TokenBatches batches, TokenWindow window)
    {
        var batch = Empty(window.Length, batches.BatchSize);
        batches.Window(window, batch.Inputs, batch.Targets);
        return batch;
    }

    /// <summary>The tokens of a window of a whole set.</summary>
    public static TokenBatch Of(WholeSet set, int window)
    {
        var batch = Empty(set.LengthOf(window), set.BatchSize);
        set.Window(window, batch.Inputs, batch.Targets);
        return batch;
    }

    private static TokenBatch Empty(int timeSteps, int batchSize) =>
        new(new int[timeSteps * batchSize], new int[timeSteps * batchSize], timeSteps, batchSize);
}
