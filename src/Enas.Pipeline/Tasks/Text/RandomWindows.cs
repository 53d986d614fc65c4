using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>Windows at a random time, common to all columns: what rewards are measured on.</summary>
internal static class RandomWindows
{
    /// <summary>A window of T tokens whose start is uniform in [0, columnLength - 1 - T].</summary>
    /// <param name="stream">The stream of reward windows.</param>
    /// <param name="step">The search step.</param>
    /// <param name="sample">The sample within the step; the same number for all samples gives them common windows.</param>
    /// <param name="index">The window within the sample.</param>
    /// <param name="columnLength">Tokens of a column.</param>
    /// <param name="sequenceLength">T.</param>
    public static TokenWindow Draw(RandomStream stream, long step, int sample, long index, int columnLength, int sequenceLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequenceLength);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(columnLength, sequenceLength);
        return new TokenWindow(stream.Below(columnLength - sequenceLength, step, sample, index), sequenceLength);
    }
}
