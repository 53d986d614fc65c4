namespace Enas.Host.Statistics;

/// <summary>
/// How far two lists of values that were drawn apart lie from each other: the median of all differences (Hodges and Lehmann 1963) with its
/// 95 % interval, by the exact distribution of the rank sum (Mann and Whitney 1947). It uses the order of the values and no mean, so that
/// one outlier says nothing. A value may be infinite.
/// </summary>
/// <param name="Difference">The median of the differences of a first and a second value.</param>
/// <param name="Low">The lower end of the interval; null where there are too few values for one.</param>
/// <param name="High">Its upper end.</param>
internal sealed record MannWhitney(double Difference, double? Low, double? High)
{
    // From so many values on a side on, the normal approximation is as good, and the exact distribution costs more than it says.
    private const int MostExact = 50;
    private const double Tail = 0.025;
    private const double Normal95 = 1.959964;

    /// <summary>The difference of two lists, each with a value at least.</summary>
    public static MannWhitney Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] differences = [.. first.SelectMany(one => second.Select(other => Apart(one, other))).Order()];
        var cut = Cut(first.Count, second.Count);
        return new MannWhitney(
            Middle(differences), cut == 0 ? null : differences[cut - 1], cut == 0 ? null : differences[^cut]);
    }

    /// <summary>Whether so many values of each can have an interval.</summary>
    public static bool AreEnough(int first, int second) => first > 0 && second > 0 && Cut(first, second) > 0;

    /// <summary>The largest rank sum statistic that is at most as likely as a tail, and one more: the place of the interval's ends
    /// among the sorted differences, from either side. 0 where even the least is too likely.</summary>
    public static int Cut(int first, int second)
    {
        if (first >= MostExact || second >= MostExact)
        {
            double pairs = (double)first * second;
            return Math.Max(0, (int)Math.Floor((pairs / 2) - (Normal95 * Math.Sqrt(pairs * (first + second + 1) / 12))));
        }

        var (sum, cut) = (0.0, 0);
        foreach (var probability in Distribution(first, second))
        {
            sum += probability;
            if (sum > Tail)
            {
                break;
            }

            cut++;
        }

        return cut;
    }

    // P(m, n, u) = (m P(m - 1, n, u - n) + n P(m, n - 1, u)) / (m + n), after which list the largest value is of.
    private static double[] Distribution(int first, int second)
    {
        double[][] fewer = [.. Enumerable.Range(0, second + 1).Select(_ => Enumerable.Repeat(1.0, 1).ToArray())];
        for (var m = 1; m <= first; m++)
        {
            var here = new double[second + 1][];
            here[0] = [1.0];
            for (var n = 1; n <= second; n++)
            {
                here[n] = new double[(m * n) + 1];
                for (var u = 0; u < here[n].Length; u++)
                {
                    var largestIsFirst = u < n || u - n >= fewer[n].Length ? 0 : fewer[n][u - n];
                    var largestIsSecond = u >= here[n - 1].Length ? 0 : here[n - 1][u];
                    here[n][u] = ((m * largestIsFirst) + (n * largestIsSecond)) / (m + n);
                }
            }

            fewer = here;
        }

        return fewer[second];
    }

    // Two that are equal differ by nothing, two infinite ones too.
    private static double Apart(double one, double other) => one == other ? 0 : one - other;

    private static double Middle(double[] sorted) => sorted.Length % 2 == 1 ? sorted[sorted.Length / 2]
        : Between(sorted[(sorted.Length / 2) - 1], sorted[sorted.Length / 2]);

    // Halfway between the two infinities is nowhere: neither list is ahead.
    private static double Between(double low, double high) =>
        low == high ? low : double.IsNegativeInfinity(low) && double.IsPositiveInfinity(high) ? 0 : (low + high) / 2;
}
