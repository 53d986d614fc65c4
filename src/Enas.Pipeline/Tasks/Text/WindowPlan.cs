using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>The windows of one training epoch, in order of time.</summary>
internal static class WindowPlan
{
    private const double FullLengthShare = 0.95;
    private const double Deviation = 5;
    private const double Truncation = 2;
    private const int ShortestLength = 5;
    private const int LargestExcess = 20;

    /// <summary>All full windows of T tokens: floor((columnLength - 1) / T) of them; what remains is left out.</summary>
    public static IReadOnlyList<TokenWindow> Fixed(int columnLength, int sequenceLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequenceLength);
        var windows = new TokenWindow[Math.Max(0, columnLength - 1) / sequenceLength];
        for (var i = 0; i < windows.Length; i++)
        {
            windows[i] = new TokenWindow(i * sequenceLength, sequenceLength);
        }

        return windows;
    }

    /// <summary>
    /// Windows of random length, as in enas_lm (docs/algorithms.md#sequence-lengths): T with probability .95, else T / 2, plus 5 times a
    /// normal deviate truncated at two deviations, cut to a whole number, at most T + 20, until the column is used up (the last one takes
    /// what is left, at least 1). Lengths under 5 can only come of a T under 30, and are raised to 5. Window i of an epoch draws from the
    /// stream at step = epoch, index = i: sample 0 chooses the base, samples 1, 2 ... the deviate, until one is within its bounds.
    /// </summary>
    public static IReadOnlyList<TokenWindow> ForEpoch(RandomStream stream, long epoch, int columnLength, int sequenceLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequenceLength);
        var windows = new List<TokenWindow>();
        var start = 0;
        while (start < columnLength - 1)
        {
            var length = Math.Min(RandomLength(stream, epoch, windows.Count, sequenceLength), columnLength - 1 - start);
            windows.Add(new TokenWindow(start, length));
            start += length;
        }

        return windows;
    }

    private static int RandomLength(RandomStream stream, long epoch, int index, int sequenceLength)
    {
        var middle = stream.Uniform(epoch, 0, index) < FullLengthShare ? sequenceLength : sequenceLength / 2.0;
        var length = (int)(middle + (Deviation * TruncatedNormal(stream, epoch, index)));
        return Math.Clamp(length, ShortestLength, sequenceLength + LargestExcess);
    }

    private static double TruncatedNormal(RandomStream stream, long epoch, int index)
    {
        for (var sample = 1; ; sample++)
        {
            var deviate = stream.Normal(epoch, sample, index);
            if (Math.Abs(deviate) <= Truncation)
            {
                return deviate;
            }
        }
    }
}
