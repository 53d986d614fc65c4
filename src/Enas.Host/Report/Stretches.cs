using Enas.Host.Readings;

namespace Enas.Host.Report;

/// <summary>The samples of a search cut into stretches for drawing.</summary>
internal static class Stretches
{
    /// <summary>
    /// At most so many stretches of about equally many steps, as ranges of indices. A step's samples stay together: two stretches of one
    /// step would be drawn at one place.
    /// </summary>
    public static IReadOnlyList<Range> Of(IReadOnlyList<SampledTokens> samples, int most)
    {
        int[] firsts = [.. Enumerable.Range(0, samples.Count).Where(i => i == 0 || samples[i].Step != samples[i - 1].Step)];
        var count = Math.Min(most, firsts.Length);
        int First(int stretch) => stretch == count ? samples.Count : firsts[(int)((long)stretch * firsts.Length / count)];
        return [.. Enumerable.Range(0, count).Select(stretch => First(stretch)..First(stretch + 1))];
    }
}
