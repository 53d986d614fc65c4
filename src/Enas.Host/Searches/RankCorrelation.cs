using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Statistics;

namespace Enas.Host.Searches;

/// <summary>A rank correlation; null where one side is all ties.</summary>
/// <param name="Value">From -1 to 1.</param>
/// <param name="Low">The lower end of its approximate 95 % interval; null where there are too few for one.</param>
/// <param name="High">The upper end.</param>
/// <param name="Chance">Where there are too few for an interval: the share of all orders of one side with a correlation at least as far
/// from 0; else null.</param>
internal sealed record Correlation(double? Value, double? Low, double? High, double? Chance = null)
{
    /// <summary>It for programs.</summary>
    public JsonObject ToJson() => new() { ["value"] = Value, ["low"] = Low, ["high"] = High, ["chance"] = Chance };

    /// <summary>It with its interval, or with what chance alone does.</summary>
    public string Words => this switch
    {
        { Value: null } => "not defined",
        { Low: { } low, High: { } high } => string.Create(CultureInfo.InvariantCulture, $"{Value:0.00} (95 %: {low:0.00} to {high:0.00})"),
        { Chance: { } chance } => string.Create(CultureInfo.InvariantCulture, $"{Value:0.00} ({OfOrders(chance)} are as far from 0)"),
        _ => Value.Value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    private static string OfOrders(double chance) => chance switch
    {
        1 => "all orders",
        < 0.0005 => "less than 0.1 % of all orders",
        < 0.0995 => string.Create(CultureInfo.InvariantCulture, $"{100 * chance:0.0} % of all orders"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{100 * chance:0} % of all orders"),
    };
}

/// <summary>
/// How far two orders of the same things agree. From ten things on with intervals by Fisher's z and the variances of Fieller, Hartley and
/// Pearson (1957), who vouch for no fewer; below, with the exact probability of so large a correlation where the orders are unrelated.
/// </summary>
internal static class RankCorrelation
{
    /// <summary>From so many things on there is an interval.</summary>
    public const int FewestForInterval = 10;

    private const double Normal95 = 1.959964;

    /// <summary>Kendall's tau-b (Kendall 1945): (concordant - discordant) / √((n₀ - ties in x) (n₀ - ties in y)), n₀ = n (n -
    /// 1) / 2.</summary>
    public static Correlation Kendall(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (untiedX, untiedY) = (0L, 0L);
        for (var i = 0; i < x.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                untiedX += x[i] == x[j] ? 0 : 1;
                untiedY += y[i] == y[j] ? 0 : 1;
            }
        }

        if (untiedX == 0 || untiedY == 0)
        {
            return new Correlation(null, null, null);
        }

        var scale = Math.Sqrt((double)untiedX * untiedY);
        if (x.Count >= FewestForInterval)
        {
            return WithInterval(Concordance(x, y) / scale, 0.437 / (x.Count - 4));
        }

        int[][] signs = [.. y.Select(one => y.Select(other => one.CompareTo(other)).ToArray())];
        int[] places = [.. x.Index().OrderBy(pair => pair.Item).Select(pair => pair.Index)];
        bool[][] rises = [.. places.Select(i => places.Select(j => x[i] < x[j]).ToArray())];
        return new Correlation(Agreement(places) / scale, null, null, Orders.ShareAsFar(places, Agreement));

        long Agreement(int[] order)
        {
            var sum = 0L;
            for (var i = 0; i < order.Length; i++)
            {
                for (var j = i + 1; j < order.Length; j++)
                {
                    sum += rises[i][j] ? signs[order[j]][order[i]] : 0;
                }
            }

            return sum;
        }
    }

    /// <summary>Spearman's rho (Spearman 1904): Pearson's correlation of the ranks, equal values sharing the mean of theirs.</summary>
    public static Correlation Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        // Twice the distances from the mean rank, so that shared ranks are whole numbers too.
        var (ranksX, ranksY) = (Ranks(x), Ranks(y));
        var (squaresX, squaresY) = (ranksX.Sum(rank => rank * rank), ranksY.Sum(rank => rank * rank));
        if (squaresX == 0 || squaresY == 0)
        {
            return new Correlation(null, null, null);
        }

        int[] places = [.. Enumerable.Range(0, x.Count)];
        var rho = Product(places) / Math.Sqrt((double)squaresX * squaresY);
        return x.Count >= FewestForInterval
            ? WithInterval(rho, 1.06 / (x.Count - 3)) : new Correlation(rho, null, null, Orders.ShareAsFar(places, Product));

        long Product(int[] order)
        {
            var sum = 0L;
            for (var i = 0; i < order.Length; i++)
            {
                sum += ranksX[i] * ranksY[order[i]];
            }

            return sum;
        }
    }

    // Concordant less discordant pairs. A table of all pairs would be a gigabyte for a benchmark of 15,625.
    private static long Concordance(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var sum = 0L;
        for (var i = 0; i < x.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                sum += x[i].CompareTo(x[j]) * y[i].CompareTo(y[j]);
            }
        }

        return sum;
    }

    private static long[] Ranks(IReadOnlyList<double> values)
    {
        var (ranks, below) = (new long[values.Count], 0L);
        foreach (var equal in values.Index().GroupBy(pair => pair.Item, pair => pair.Index).OrderBy(group => group.Key))
        {
            int[] places = [.. equal];
            foreach (var place in places)
            {
                ranks[place] = (2 * below) + places.Length - values.Count;
            }

            below += places.Length;
        }

        return ranks;
    }

    private static Correlation WithInterval(double value, double variance)
    {
        if (Math.Abs(value) >= 1)
        {
            return new Correlation(value, null, null);
        }

        var (z, half) = (Math.Atanh(value), Normal95 * Math.Sqrt(variance));
        return new Correlation(value, Math.Tanh(z - half), Math.Tanh(z + half));
    }
}
