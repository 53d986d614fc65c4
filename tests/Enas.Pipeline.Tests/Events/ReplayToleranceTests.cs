using Enas.Pipeline.Events;

namespace Enas.Pipeline.Tests.Events;

/// <summary>What an inexact backend may come out with, and what is noted of it.</summary>
public sealed class ReplayToleranceTests
{
    [Fact]
    public void A_number_may_differ_by_a_part_of_the_recorded_one_its_sign_aside()
    {
        var tolerance = new ReplayTolerance(facts: 0.25, weights: 0);
        Assert.True(tolerance.Accepts(-4, -5, Difference("first")));
        Assert.True(tolerance.Accepts(4, 3, Difference("second")));
        Assert.False(tolerance.Accepts(4, 5.5, Difference("third")));
        Assert.False(tolerance.Accepts(4, -4, Difference("third")));
        Assert.Equal((2, 0.25, "first"), (tolerance.Count, tolerance.Largest, tolerance.First?.Field));
        Assert.True(tolerance.HasDifference);
        Assert.StartsWith("2 numbers came out with other bits, by 2.5e-1 of the recorded one at most, weights by 0.0e+0 of the largest of "
            + "their tensor; the first: step 3, ", tolerance.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_difference_stays_when_smaller_ones_follow()
    {
        var tolerance = new ReplayTolerance(facts: 1, weights: 1);
        Assert.True(tolerance.Accepts(8, 10, Difference("a")) && tolerance.Accepts(8, 9, Difference("b")));
        Assert.True(tolerance.AcceptsWeights(0.5) && tolerance.AcceptsWeights(0.125));
        Assert.Equal((0.25, 0.5), (tolerance.Largest, tolerance.LargestOfWeights));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_not_finite_is_near_nothing(double made)
    {
        Assert.False(ReplayTolerance.OfResume.Accepts(1, made, Difference("a")));
        Assert.True(ReplayTolerance.OfResume.Accepts(1, double.MaxValue, Difference("a")));
    }

    /// <summary>Near nothing the recorded number is no measure: a smallest one takes its place.</summary>
    [Fact]
    public void A_recorded_nothing_may_come_out_as_less_than_a_smallest_part()
    {
        Assert.True(new ReplayTolerance(facts: 0.5, weights: 0).Accepts(0, 5e-13, Difference("a")));
        Assert.False(new ReplayTolerance(facts: 0.5, weights: 0).Accepts(0, 6e-13, Difference("a")));
    }

    [Fact]
    public void Weights_alone_are_a_difference_too()
    {
        var tolerance = ReplayTolerance.OfReplay;
        Assert.False(tolerance.HasDifference);
        Assert.False(tolerance.AcceptsWeights(0.011) || tolerance.AcceptsWeights(double.NaN));
        Assert.False(tolerance.HasDifference);
        Assert.True(tolerance.AcceptsWeights(0.01));
        Assert.True(tolerance.HasDifference);
        Assert.Equal("0 numbers came out with other bits, by 0.0e+0 of the recorded one at most, weights by 1.0e-2 of the largest of "
            + "their tensor", tolerance.ToString());
    }

    private static Func<Divergence> Difference(string field) => () => new(null, 3, "event", field, "recorded", "made");
}
