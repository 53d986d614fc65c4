using CsCheck;
using Enas.Host.Readings;
using Enas.Host.Report;
using Enas.Host.Searches;
using Enas.Host.Statistics;

namespace Enas.Host.Tests.Report;

/// <summary>The arithmetic behind the charts, against numbers of others and properties.</summary>
public sealed class SmoothingTests
{
    [Fact]
    public void Kendall_tau_is_what_scipy_documents()
    {
        // scipy.stats.kendalltau's own example: [12, 2, 1, 12, 2], [1, 4, 7, 1, 0].
        Assert.Equal(-0.47140452079103173, RankCorrelation.Kendall([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]).Value!.Value, 12);
        Assert.StartsWith(
            "Kendall tau-b not defined, Spearman rho not defined of shared and stand-alone validation over the random ones, n = 2",
            ShareFidelity.Of([new(1, 1, null), new(1, 2, null)]).Words("shared").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_thinned_series_keeps_its_greatest_and_least_value_and_its_order() =>
        Gen.Double[-1e3, 1e3].Array[0, 9000].Sample(values =>
        {
            SeriesPoint[] points = [.. values.Select((value, i) => new SeriesPoint(i, value))];
            var thin = Smoothing.Thin(points, point => point.Value);
            Assert.True(thin.Count <= Smoothing.MostPoints);
            Assert.Equal(thin.OrderBy(point => point.Step), thin);
            Assert.All(thin, point => Assert.Equal(values[point.Step], point.Value));
            if (values.Length > 0)
            {
                Assert.Equal((values.Max(), values.Min()), (thin.Max(point => point.Value), thin.Min(point => point.Value)));
            }
        }, iter: 50);

    [Fact]
    public void The_average_of_a_constant_is_the_constant_from_the_first_point_on() =>
        Assert.All(Smoothing.Average([.. Enumerable.Range(0, 50).Select(i => new SeriesPoint(i, 7.5))], 0.95), point =>
            Assert.Equal(7.5, point.Value, 12));

    [Fact]
    public void The_best_so_far_never_falls_and_reaches_the_last_step()
    {
        SeriesPoint[] points = [new(3, 1), new(4, 0.5), new(7, 2), new(9, 1.5)];
        Assert.Equal([new(3, 1), new(7, 2), new(9, 2)], Smoothing.BestSoFar(points));
    }

    [Fact]
    public void Mean_and_deviation_are_those_of_the_textbook() =>
        Assert.Equal((5, 2.138), (Sample.MeanAndDeviation([2, 4, 4, 4, 5, 5, 7, 9]).Mean,
            Math.Round(Sample.MeanAndDeviation([2, 4, 4, 4, 5, 5, 7, 9]).Deviation, 3)));
}
