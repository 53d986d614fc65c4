using System.Globalization;

namespace Enas.Host.Searches;

/// <summary>A rank correlation with its approximate 95 % interval; null where one side is all ties, or there are too few
/// for an interval.</summary>
internal sealed record Correlation(double? Value, double? Low, double? High)
{
    /// <summary>It with its interval, where it has one.</summary>
    public string Words => this switch
    {
        { Value: null } => "not defined",
        { Low: { } low, High: { } high } => string.Create(CultureInfo.InvariantCulture, $"{Value:0.00} (95 %: {low:0.00} to {high:0.00})"),
        _ => Value.Value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}

/// <summary>How far two orders of the same things agree. Intervals by Fisher's z with the variances of Fieller, Hartley
/// and Pearson (1957).</summary>
internal static class RankCorrelation
{
    private const double Normal95 = 1.959964;

    /// <summary>Kendall's tau-b (Kendall 1945): (concordant - discordant) / √((n₀ - ties in x) (n₀ - ties in y)), n₀ = n (n -
    /// 1) / 2.</summary>
    public static Correlation Kendall(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (difference, untiedX, untiedY) = (0L, 0L, 0L);
        for (var i = 0; i < x.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (signX, signY) = (x[i].CompareTo(x[j]), y[i].CompareTo(y[j]));
                difference += signX * signY;
                untiedX += Math.Abs(signX);
                untiedY += Math.Abs(signY);
            }
        }

        double? tau = untiedX == 0 || untiedY == 0 ? null : difference / Math.Sqrt((double)untiedX * untiedY);
        return WithInterval(tau, x.Count > 4 ? 0.437 / (x.Count - 4) : null);
    }

    /// <summary>Spearman's rho (Spearman 1904): Pearson's correlation of the ranks, equal values sharing the mean of theirs.</summary>
    public static Correlation Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (ranksX, ranksY) = (Ranks(x), Ranks(y));
        var mean = (x.Count + 1) / 2.0;
        var (product, squaresX, squaresY) = (0.0, 0.0, 0.0);
        for (var i = 0; i < ranksX.Length; i++)
        {
            product += (ranksX[i] - mean) * (ranksY[i] - mean);
            squaresX += (ranksX[i] - mean) * (ranksX[i] - mean);
            squaresY += (ranksY[i] - mean) * (ranksY[i] - mean);
        }

        double? rho = squaresX == 0 || squaresY == 0 ? null : product / Math.Sqrt(squaresX * squaresY);
        return WithInterval(rho, x.Count > 3 ? 1.06 / (x.Count - 3) : null);
    }

    private static double[] Ranks(IReadOnlyList<double> values) =>
        [.. values.Select(value => values.Count(other => other < value) + ((values.Count(other => other == value) + 1) / 2.0))];

    private static Correlation WithInterval(double? value, double? variance)
    {
        if (value is not { } known || variance is not { } spread || Math.Abs(known) >= 1)
        {
            return new Correlation(value, null, null);
        }

        var (z, half) = (Math.Atanh(known), Normal95 * Math.Sqrt(spread));
        return new Correlation(value, Math.Tanh(z - half), Math.Tanh(z + half));
    }
}
