using System.Globalization;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>Whether batches fit a token set: B columns of floor(n / B) tokens must each hold more than a window of T tokens, see
/// <see cref="TokenBatches"/>.</summary>
internal static class BatchFit
{
    /// <summary>Most columns that a set allows: floor(n / (T + 1)); 0 where not even one window fits.</summary>
    /// <param name="tokenCount">n.</param>
    /// <param name="sequenceLength">T.</param>
    public static int MostColumns(int tokenCount, int sequenceLength) => (int)(tokenCount / (sequenceLength + 1L));

    /// <summary>What is wrong with a batch size, as the end of a sentence that begins with its key; null when it fits.</summary>
    /// <param name="section">The section that the batch size and the window length stand in, as in <c>sharedWeights</c>.</param>
    /// <param name="set">What people know the set as: a file, or the option that sizes it.</param>
    /// <param name="tokenCount">n.</param>
    /// <param name="batchSize">B.</param>
    /// <param name="sequenceLength">T.</param>
    public static string? Fault(string section, string set, int tokenCount, int batchSize, int sequenceLength)
    {
        var most = MostColumns(tokenCount, sequenceLength);
        if (most >= batchSize)
        {
            return null;
        }

        var tokens = tokenCount.ToString("N0", CultureInfo.InvariantCulture);
        return most > 0
            ? $"= {batchSize} is more than {set} allows: its {tokens} tokens make "
                + $"at most {most} columns with {section}.sequenceLength = {sequenceLength}; allowed: 1 to {most}"
            : $"= {batchSize} does not fit {set}: its {tokens} tokens hold no window "
                + $"of {section}.sequenceLength = {sequenceLength}; allowed are windows of at most {Math.Max(0, tokenCount - 1)}";
    }
}
