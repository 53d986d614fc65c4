using Enas.Host.Statistics;

namespace Enas.Host.Tests.Statistics;

/// <summary>How far two lists lie apart, beside published tables and an example.</summary>
public sealed class MannWhitneyTests
{
    // The least significant rank sum statistic at 5 % two-sided (Mann and Whitney 1947, extended by Auble 1953), and one more.
    [Theory]
    [InlineData(2, 7, 0)]
    [InlineData(2, 8, 1)]
    [InlineData(3, 4, 0)]
    [InlineData(3, 5, 1)]
    [InlineData(4, 4, 1)]
    [InlineData(5, 5, 3)]
    [InlineData(5, 8, 7)]
    [InlineData(8, 8, 14)]
    [InlineData(10, 10, 24)]
    [InlineData(15, 15, 65)]
    [InlineData(20, 20, 128)]
    public void Critical_rank_sums_are_those_of_the_tables(int first, int second, int cut)
    {
        Assert.Equal(cut, MannWhitney.Cut(first, second));
        Assert.Equal(cut, MannWhitney.Cut(second, first));
        Assert.Equal(cut > 0, MannWhitney.AreEnough(first, second));
    }

    [Fact]
    public void Many_values_are_as_the_normal_approximation_has_them() =>
        Assert.InRange(MannWhitney.Cut(50, 50) - MannWhitney.Cut(49, 50), 15, 30);

    // Hollander and Wolfe 1973, page 69: permeability of a membrane at term and earlier.
    [Fact]
    public void A_published_difference_comes_out_again()
    {
        var shift = MannWhitney.Of([0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46], [1.15, 0.88, 0.90, 0.74, 1.21]);
        Assert.Equal((0.305, -0.15, 0.76),
            (Math.Round(shift.Difference, 9), Math.Round(shift.Low!.Value, 9), Math.Round(shift.High!.Value, 9)));
    }

    [Fact]
    public void One_outlier_says_nothing_and_infinite_values_are_the_worst()
    {
        double[] values = [1, 2, 3, 4, 5, 6, 7, 8];
        double[] others = [11, 12, 13, 14, 15, 16, 17, 18];
        var plain = MannWhitney.Of(values, others);
        Assert.Equal(-10, plain.Difference);
        Assert.True(plain.High < 0);
        var outlier = MannWhitney.Of([1, 2, 3, 4, 5, 6, 7, 1e9], others);
        var infinite = MannWhitney.Of([1, 2, 3, 4, 5, 6, 7, double.PositiveInfinity], others);
        Assert.Equal(outlier, infinite);
        Assert.Equal(plain with { High = outlier.High }, outlier with { Difference = -10 });
        Assert.Equal(0, MannWhitney.Of([double.PositiveInfinity], [double.PositiveInfinity]).Difference);
    }
}
