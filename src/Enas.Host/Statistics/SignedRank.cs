using System.Globalization;

namespace Enas.Host.Statistics;

/// <summary>
/// The signed-rank test of differences in pairs (Wilcoxon 1945), exact: the probability is counted over all signs of the ranks that there
/// are, equal ones sharing the mean of theirs. Differences of 0 are left out, as Wilcoxon did.
/// </summary>
/// <param name="Count">Differences that are not 0.</param>
/// <param name="Positive">The sum of the ranks of those above 0.</param>
/// <param name="Probability">How often so uneven sums or more uneven ones come of chance alone, two-sided; 1 of no difference.</param>
internal sealed record SignedRank(int Count, double Positive, double Probability)
{
    private const double LeastInWords = 0.001;

    // Two differences of equal counts differ in their last bits once they are differences of shares.
    private const double Rounding = 1e-9;

    /// <summary>The probability in words.</summary>
    public string Words => Probability < LeastInWords ? "p < 0.001"
        : string.Create(CultureInfo.InvariantCulture, $"p = {Probability:0.000}");

    /// <summary>The test of differences.</summary>
    public static SignedRank Of(IReadOnlyList<double> differences)
    {
        var sizes = Tied([.. differences.Where(difference => difference != 0).Select(Math.Abs)]);

        // Twice the ranks, so that shared ones are whole numbers too.
        int[] ranks = [.. sizes.Select(size => (2 * sizes.Count(other => other < size)) + sizes.Count(other => other == size) + 1)];
        double[] signed = [.. differences.Where(difference => difference != 0)];
        var positive = signed.Zip(ranks).Where(pair => pair.First > 0).Sum(pair => pair.Second);
        var least = Math.Min(positive, ranks.Sum() - positive);
        var tail = Distribution(ranks).Take(least + 1).Sum();
        return new SignedRank(sizes.Length, positive / 2.0, Math.Min(1, 2 * tail));
    }

    // Each as the least of those that it is equal to but for rounding.
    private static double[] Tied(double[] sizes)
    {
        var least = new List<double>();
        foreach (var size in sizes.Order())
        {
            if (least.Count == 0 || size > least[^1] * (1 + Rounding))
            {
                least.Add(size);
            }
        }

        return [.. sizes.Select(size => least.Last(one => one <= size))];
    }

    // How probable each sum is where each rank is in it or not with one half.
    private static double[] Distribution(int[] ranks)
    {
        double[] sums = [1];
        foreach (var rank in ranks)
        {
            var next = new double[sums.Length + rank];
            foreach (var (sum, probability) in sums.Index())
            {
                next[sum] += probability / 2;
                next[sum + rank] += probability / 2;
            }

            sums = next;
        }

        return sums;
    }
}
