using Enas.Host.Searches;

namespace Enas.Host.Tests.Searches;

/// <summary>Rank correlations of few and of many things.</summary>
public sealed class RankCorrelationTests
{
    // Kaarsemaker and van Wijngaarden 1953: how often S, concordant less discordant pairs, is so large or larger; one-sided.
    [Theory]
    [InlineData(4, 6, 0.0417)]
    [InlineData(5, 8, 0.0417)]
    [InlineData(6, 11, 0.0278)]
    [InlineData(7, 13, 0.0345)]
    [InlineData(8, 16, 0.0305)]
    [InlineData(9, 18, 0.0376)]
    public void Of_few_the_chance_of_a_tau_is_that_of_the_tables(int count, int sum, double oneSided)
    {
        var (x, y) = WithSum(count, sum);
        var tau = RankCorrelation.Kendall(x, y);
        Assert.Equal(sum * 2.0 / (count * (count - 1)), tau.Value!.Value, 9);
        Assert.Equal(2 * oneSided, tau.Chance!.Value, 3);
        Assert.Null(tau.Low);
    }

    // Olds 1938: how often the squared distances of the ranks add up to so little or less; one-sided.
    [Theory]
    [InlineData(new double[] { 1, 2, 3, 5, 4 }, 0.9, 0.0417)]
    [InlineData(new double[] { 2, 1, 3, 4, 6, 5 }, 0.8857142857142857, 0.0167)]
    [InlineData(new double[] { 3, 2, 1, 4, 5, 7, 6 }, 0.8214285714285714, 0.0171)]
    [InlineData(new double[] { 3, 4, 5, 1, 2, 6, 7, 8 }, 0.6428571428571429, 0.0481)]
    public void Of_few_the_chance_of_a_rho_is_that_of_the_tables(double[] order, double value, double oneSided)
    {
        var rho = RankCorrelation.Spearman([.. Enumerable.Range(1, order.Length).Select(rank => (double)rank)], order);
        Assert.Equal(value, rho.Value!.Value, 9);
        Assert.Equal(2 * oneSided, rho.Chance!.Value, 3);
    }

    [Fact]
    public void Equal_values_share_their_ranks()
    {
        // Kendall 1970, chapter 3: two rankings of ten with ties, whose tau-b is .859.
        double[] x = [1, 2.5, 2.5, 4.5, 4.5, 6.5, 6.5, 8, 9.5, 9.5];
        double[] y = [1, 2, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10];
        Assert.Equal(33 / Math.Sqrt(41.0 * 36), RankCorrelation.Kendall(x, y).Value!.Value, 9);
        Assert.Null(RankCorrelation.Kendall([1, 1, 1], [1, 2, 3]).Value);
        Assert.Null(RankCorrelation.Spearman([1, 1, 1], [1, 2, 3]).Value);
    }

    /// <summary>Many, with ties, against the formulas written down pair by pair and rank by rank.</summary>
    [Fact]
    public void Of_many_both_are_what_their_formulas_say()
    {
        double[] x = [.. Enumerable.Range(0, 60).Select(i => (double)(i * 37 % 17))];
        double[] y = [.. Enumerable.Range(0, 60).Select(i => (double)(i * 53 % 23))];
        var (agreeing, untiedX, untiedY) = (0, 0, 0);
        foreach (var (i, j) in from i in Enumerable.Range(0, 60) from j in Enumerable.Range(0, i) select (i, j))
        {
            agreeing += Math.Sign(x[i] - x[j]) * Math.Sign(y[i] - y[j]);
            untiedX += x[i] == x[j] ? 0 : 1;
            untiedY += y[i] == y[j] ? 0 : 1;
        }

        Assert.Equal(agreeing / Math.Sqrt((double)untiedX * untiedY), RankCorrelation.Kendall(x, y).Value!.Value, 12);

        double[] Ranks(double[] values) =>
            [.. values.Select(value => values.Count(other => other < value) + ((values.Count(other => other == value) + 1) / 2.0))];
        double[] Centred(double[] ranks) => [.. ranks.Select(rank => rank - ranks.Average())];
        var (rankX, rankY) = (Centred(Ranks(x)), Centred(Ranks(y)));
        var rho = rankX.Zip(rankY, (a, b) => a * b).Sum() / Math.Sqrt(rankX.Sum(a => a * a) * rankY.Sum(b => b * b));
        Assert.Equal(rho, RankCorrelation.Spearman(x, y).Value!.Value, 12);
    }

    [Fact]
    public void Nine_have_no_interval_and_ten_have_one()
    {
        double[] y = [3, 1, 2, 5, 4, 9, 6, 8, 7, 10];
        double[] x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        var nine = RankCorrelation.Kendall(x[..9], y[..9]);
        Assert.Null(nine.Low);
        Assert.Equal("0.61 (2.5 % of all orders are as far from 0)", nine.Words);
        var ten = RankCorrelation.Kendall(x, y);
        Assert.Null(ten.Chance);
        var half = 1.959964 * Math.Sqrt(0.437 / 6);
        Assert.Equal(Math.Tanh(Math.Atanh(ten.Value!.Value) - half), ten.Low!.Value, 9);
        Assert.StartsWith("0.69 (95 %: ", ten.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void What_chance_does_is_said_in_words()
    {
        Assert.Equal("0.00 (all orders are as far from 0)", new Correlation(0, null, null, 1).Words);
        Assert.Equal("0.29 (40 % of all orders are as far from 0)", new Correlation(0.29, null, null, 0.4).Words);
        Assert.Equal("1.00 (less than 0.1 % of all orders are as far from 0)", new Correlation(1, null, null, 0.0001).Words);
        Assert.Equal("not defined", new Correlation(null, null, null).Words);
    }

    // Exchanges of neighbours in an ordered list take two from the sum each.
    private static (double[] X, double[] Y) WithSum(int count, int sum)
    {
        double[] x = [.. Enumerable.Range(0, count).Select(i => (double)i)];
        double[] y = [.. x];
        var exchanges = ((count * (count - 1) / 2) - sum) / 2;
        for (var end = count - 1; exchanges > 0; end--)
        {
            for (var i = 0; i < end && exchanges > 0; i++, exchanges--)
            {
                (y[i], y[i + 1]) = (y[i + 1], y[i]);
            }
        }

        return (x, y);
    }
}
