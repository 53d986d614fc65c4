using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>The loss over a whole token set: every next token is predicted exactly once, the state carried from window to window.
/// A part of it is its first windows: as many tokens from the beginning of each stream.</summary>
internal static class WholeSetScore
{
    public static WindowLoss Of(
        RecurrentLanguageModel model, RecurrentCell cell, int[] tokens, int batchSize, RecurrentNetworkOptions options,
        int mostWindows = int.MaxValue)
    {
        var body = model.BodyOf(cell);
        var carried = new float[batchSize * options.Hidden];
        var lossSum = 0.0;
        var count = 0;
        var set = new WholeSet(tokens, batchSize, options.SequenceLength);
        for (var window = 0; window < Math.Min(set.WindowCount, mostWindows); window++)
        {
            var loss = model.Evaluate(body, TokenBatch.Of(set, window), carried);
            lossSum += loss.LossSum;
            count += loss.TokenCount;
        }

        return new WindowLoss(count, lossSum);
    }
}
