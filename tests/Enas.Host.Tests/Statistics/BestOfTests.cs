using Enas.Host.Statistics;

namespace Enas.Host.Tests.Statistics;

/// <summary>What the best of N draws is worth.</summary>
public sealed class BestOfTests
{
    [Fact]
    public void The_curve_is_the_mean_over_all_choices()
    {
        (double ChosenBy, double Worth)[] draws = [(5, 50), (1, 90), (3, 20), (3, 40), (4, 10), (2, 70)];
        var curve = BestOf.Curve(draws);
        Assert.Equal(draws.Length, curve.Count);
        foreach (var (number, expected) in curve.Index())
        {
            Assert.Equal(OverAllChoices(draws, number + 1), expected, 9);
        }
    }

    [Fact]
    public void Of_one_it_is_the_mean_and_of_all_the_best()
    {
        Assert.Equal(2, BestOf.Expected([1.0, 2, 3], 1), 12);
        Assert.Equal(3, BestOf.Expected([1.0, 2, 3], 3), 12);
        Assert.Equal((2 + 3 + 3) / 3.0, BestOf.Expected([1.0, 2, 3], 2), 12);
    }

    /// <summary>One that diverged is never the best of three of five, so it counts nothing.</summary>
    [Fact]
    public void What_is_worth_nothing_at_all_counts_only_where_it_can_be_chosen()
    {
        double[] draws = [double.NegativeInfinity, 1, 2, 3, 4];
        Assert.Equal(double.NegativeInfinity, BestOf.Expected(draws, 1));
        Assert.Equal((4 * 6) + (3 * 3) + 2, 10 * BestOf.Expected(draws, 3), 9);
    }

    // Harter 1961: the expected largest of n normal deviates.
    [Theory]
    [InlineData(4, 1.0294)]
    [InlineData(8, 1.4236)]
    [InlineData(20, 1.8675)]
    public void The_best_of_normal_draws_is_the_published_one(int count, double expected)
    {
        double[] even = [.. Enumerable.Range(0, 20_000).Select(i => Normal((i + 0.5) / 20_000))];
        Assert.Equal(expected, BestOf.Expected(even, count), 3);
    }

    [Theory]
    [InlineData(0.5, 1.0)]
    [InlineData(1, 1.0)]
    [InlineData(1.5, 1.5)]
    [InlineData(2, 2.0)]
    [InlineData(2.25, 2.5)]
    [InlineData(2.6, null)]
    public void A_result_is_worth_as_many_draws_as_reach_it(double result, double? worth) =>
        Assert.Equal(worth, BestOf.WorthOf([1, 2, 2.5], result));

    /// <summary>A mean in another order is above the same mean in its last bit.</summary>
    [Fact]
    public void A_result_that_the_curve_reaches_but_for_rounding_is_reached()
    {
        Assert.Equal(1, BestOf.WorthOf([0.5, 0.6], Math.BitIncrement(0.5)));
        Assert.Equal(2, BestOf.WorthOf([0.5, 0.6], Math.BitIncrement(0.6)));
        Assert.Null(BestOf.WorthOf([0.5, 0.6], 0.6 + 1e-9));
    }

    private static double OverAllChoices((double ChosenBy, double Worth)[] draws, int count)
    {
        double[] results =
        [
            .. Enumerable.Range(0, 1 << draws.Length).Where(choice => int.PopCount(choice) == count).Select(choice =>
            {
                var chosen = draws.Index().Where(draw => (choice >> draw.Index & 1) == 1).Select(draw => draw.Item).ToArray();
                var most = chosen.Max(draw => draw.ChosenBy);
                return chosen.Where(draw => draw.ChosenBy == most).Average(draw => draw.Worth);
            }),
        ];
        return results.Average();
    }

    private static double Normal(double probability)
    {
        var (low, high) = (-10.0, 10.0);
        while (high - low > 1e-9)
        {
            var middle = (low + high) / 2;
            var below = middle < 0 ? 1 - Below(-middle) : Below(middle);
            (low, high) = below < probability ? (middle, high) : (low, middle);
        }

        return low;
    }

    // With so many degrees of freedom t is normal.
    private static double Below(double value) => StudentT.Below(value, 1e7);
}
