using Enas.Host.Statistics;

namespace Enas.Host.Tests.Statistics;

/// <summary>Statistics of pairs, beside published tables and examples.</summary>
public sealed class PairedStatisticsTests
{
    // Student 1908: hours of sleep that ten patients gained by the second drug over the first.
    private static readonly double[] s_sleep = [1.2, 2.4, 1.3, 1.3, 0, 1.0, 1.8, 0.8, 4.6, 1.4];

    [Theory]
    [InlineData(0.975, 1, 12.706)]
    [InlineData(0.975, 2, 4.303)]
    [InlineData(0.975, 5, 2.571)]
    [InlineData(0.975, 9, 2.262)]
    [InlineData(0.95, 10, 1.812)]
    [InlineData(0.995, 30, 2.750)]
    [InlineData(0.975, 120, 1.980)]
    public void Quantiles_of_t_are_those_of_the_tables(double probability, double degrees, double quantile) =>
        Assert.Equal(quantile, StudentT.Quantile(probability, degrees), 3);

    [Fact]
    public void Students_own_example_has_its_published_interval()
    {
        var paired = PairedDifference.Of(s_sleep);
        Assert.Equal(10, paired.Count);
        Assert.Equal(1.58, paired.Mean, 9);
        Assert.Equal(1.229995, paired.Deviation, 6);
        Assert.Equal((0.7001142, 2.4598858), (Math.Round(paired.Low!.Value, 7), Math.Round(paired.High!.Value, 7)));
        Assert.Equal(0.95, paired.WinShare, 9);
        Assert.Equal(1.2846, paired.EffectSize!.Value, 4);
        Assert.Equal(7, paired.PairsNeeded);
    }

    /// <summary>Of two pairs Student's interval reaches far beyond what accuracies can differ by.</summary>
    [Fact]
    public void An_interval_ends_where_no_difference_can_be_larger()
    {
        var paired = PairedDifference.Of([-0.1, 0.3]);
        Assert.True(paired is { Low: < -1, High: > 1 });
        Assert.Equal((-1.0, 1.0), (paired.Within(1).Low!.Value, paired.Within(1).High!.Value));
        Assert.Same(paired, paired.Within(null));
        Assert.Null(PairedDifference.Of([0.3]).Within(1).Low);
    }

    [Theory]
    [InlineData(6, 0)]
    [InlineData(7, 2)]
    [InlineData(8, 3)]
    [InlineData(9, 5)]
    [InlineData(10, 8)]
    [InlineData(12, 13)]
    [InlineData(15, 25)]
    [InlineData(20, 52)]
    [InlineData(25, 89)]
    public void Critical_signed_ranks_are_those_of_the_tables(int count, int critical)
    {
        Assert.True(With(count, critical) <= 0.05, "the critical sum itself");
        Assert.True(With(count, critical + 1) > 0.05, "one more");
    }

    [Fact]
    public void The_least_probabilities_are_two_of_all_signs()
    {
        Assert.Equal(0.03125, With(6, 0), 12);
        Assert.Equal(0.001953125, With(10, 0), 12);
        Assert.Equal(1, SignedRank.Of([]).Probability);
        Assert.Equal(1, SignedRank.Of([0, 0]).Probability);
    }

    // Right answers of 10,000: sixteen pairs of docs/results.md, three of whose differences come twice. As shares they differ in their last
    // bits.
    [Fact]
    public void Equal_differences_of_shares_have_equal_ranks()
    {
        int[] search = [8976, 9004, 8982, 9016, 8999, 8995, 9044, 9037, 8963, 8973, 8992, 8845, 9031, 8914, 8990, 8974];
        int[] random = [8960, 8881, 8929, 8944, 8943, 9005, 8881, 8933, 8753, 8901, 8773, 9008, 8978, 8963, 8915, 8934];
        var counts = SignedRank.Of([.. search.Zip(random, (one, other) => (double)(one - other))]);
        var shares = SignedRank.Of([.. search.Zip(random, (one, other) => (one / 10_000.0) - (other / 10_000.0))]);
        Assert.Equal(counts, shares);
        Assert.Equal(0.00797, shares.Probability, 5);
    }

    // Hollander and Wolfe 1973, page 29: a depression scale before and after a tranquilizer.
    [Fact]
    public void A_published_signed_rank_test_comes_out_again()
    {
        double[] before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30];
        double[] after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
        var test = SignedRank.Of([.. before.Zip(after, (one, other) => one - other)]);
        Assert.Equal((9, 40.0), (test.Count, test.Positive));
        Assert.Equal(0.0390625, test.Probability, 9);
    }

    [Fact]
    public void Equal_sizes_share_their_ranks_and_are_counted_over_all_signs()
    {
        double[] differences = [1, 1, -1, 2, 3, -0.5, 3];
        var test = SignedRank.Of(differences);
        Assert.Equal(24, test.Positive);
        double[] ranks = [3, 3, 3, 5, 6.5, 1, 6.5];
        var sums = Enumerable.Range(0, 128).Select(signs => ranks.Index().Sum(rank => (signs >> rank.Index & 1) * rank.Item)).ToArray();
        Assert.Equal(2.0 * sums.Count(sum => sum <= 4) / 128, test.Probability, 12);
    }

    [Fact]
    public void Differences_that_do_not_differ_have_no_effect_size()
    {
        var paired = PairedDifference.Of([1, 1, 1]);
        Assert.Equal((null, null, 1.0, 1.0), (paired.EffectSize, paired.PairsNeeded, paired.Low, paired.High));
        Assert.Null(PairedDifference.Of([1, -1]).PairsNeeded);
        Assert.Null(PairedDifference.Of([2]).Low);

        // 0.9 - 0.89 and 0.8 - 0.79 are not the same number.
        Assert.Null(PairedDifference.Of([(0.9, 0.89), (0.8, 0.79), (0.7, 0.69)]).EffectSize);
    }

    [Fact]
    public void Pairs_that_are_equal_but_for_rounding_are_drawn()
    {
        var paired = PairedDifference.Of([(0.1 + 0.2, 0.3), (0.3, 0.1 + 0.2), (double.PositiveInfinity, double.PositiveInfinity)]);
        Assert.Equal((0.0, 0, 3, 0.5, 1.0), (paired.Mean, paired.Won, paired.Drawn, paired.WinShare, paired.SignedRank.Probability));
        Assert.Equal(1, PairedDifference.Of([(double.PositiveInfinity, 1)]).Won);
        Assert.Equal(1, PairedDifference.Of([(0.5 + 1e-9, 0.5)]).Won);
    }

    // Differences 1, 2, ..., of which those are negative whose sum of ranks is wanted: the largest that still fit.
    private static double With(int count, int negative)
    {
        var differences = Enumerable.Range(1, count).Select(size => (double)size).ToArray();
        for (var size = count; size > 0; size--)
        {
            if (size <= negative)
            {
                differences[size - 1] = -size;
                negative -= size;
            }
        }

        return SignedRank.Of(differences).Probability;
    }
}
