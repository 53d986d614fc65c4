using CsCheck;
using Enas.Host.Dashboard.Views;
using Enas.Host.Readings;
using Enas.Host.Report;

namespace Enas.Host.Tests.Dashboard;

/// <summary>What a page draws of long series: nothing made up, no peak lost, first and last kept.</summary>
public sealed class StretchingTests
{
    private static readonly Gen<SeriesPoint[]> s_points = Gen.Select(
        Gen.Int[0, 3], Gen.OneOf(Gen.Double[-10, 10], Gen.Const(double.NaN), Gen.Const(0.0))).Array[0, 300]
        .Select(all => all.Scan());

    [Fact]
    public void Points_that_are_too_many_are_thinned_and_no_peak_is_lost() => Gen.Select(s_points, Gen.Int[6, 40]).Sample((points, most) =>
    {
        var kept = Stretching.Kept(points, most);
        Assert.InRange(kept.Count, 0, most);
        if (points.Length <= most)
        {
            Assert.Equal(points, kept);
            return;
        }

        SeriesPoint[] finite = [.. points.Where(point => double.IsFinite(point.Value))];
        Assert.Empty(kept.Except(finite));
        var at = 0;
        foreach (var point in kept)
        {
            at = 1 + Array.IndexOf(points, point, at); // In their order: each lies behind the one before.
            Assert.True(at > 0);
        }

        if (finite.Length > 0)
        {
            Assert.Equal((finite[0], finite[^1]), (kept[0], kept[^1]));
            Assert.Equal(
                (finite.Min(point => point.Value), finite.Max(point => point.Value)),
                (kept.Min(point => point.Value), kept.Max(point => point.Value)));
        }
    });

    [Fact]
    public void Stretches_keep_what_counts() => Gen.Select(s_points, Gen.Int[3, 40], Gen.Double[0, 1], Gen.Double[0, 1]).Sample(
        (points, most, one, other) =>
        {
            var (first, end) = ((int)(Math.Min(one, other) * points.Length), (int)(Math.Max(one, other) * points.Length));
            var stretches = Stretching.Of(points, first, end, most);
            int[] finite = [.. Enumerable.Range(first, end - first).Where(i => double.IsFinite(points[i].Value))];
            Assert.Equal(Math.Min(most, finite.Length), stretches.Count);
            if (finite.Length == 0)
            {
                return;
            }

            int[] kept = [.. stretches.SelectMany(stretch => (int[])[stretch.Last, stretch.Least, stretch.Greatest])];
            Assert.Empty(kept.Except(finite)); // Nothing made up.
            Assert.Equal(finite[0], stretches[0].Last);
            Assert.Equal(finite[^1], stretches[^1].Last);
            Assert.Equal(finite.Min(i => points[i].Value), stretches.Min(stretch => points[stretch.Least].Value));
            Assert.Equal(finite.Max(i => points[i].Value), stretches.Max(stretch => points[stretch.Greatest].Value));
            Assert.Equal(stretches.Select(stretch => stretch.Last).Order().Distinct(), stretches.Select(stretch => stretch.Last));
            foreach (var (before, stretch) in stretches.Zip(stretches.Skip(1)))
            {
                int[] inside = [.. finite.Where(i => i > before.Last && i <= stretch.Last)];
                Assert.Equal(inside.Min(i => points[i].Value), points[stretch.Least].Value);
                Assert.Equal(inside.Max(i => points[i].Value), points[stretch.Greatest].Value);
            }
        });

    [Fact]
    public void Average_is_that_of_all_points_one_after_the_other() => Gen.Double[-10, 10].Array[1, 200].Sample(values =>
    {
        SeriesPoint[] points = [.. values.Select((value, i) => new SeriesPoint(i, value))];
        var average = Smoothing.Average(points, Smoothing.Decay);
        for (var n = 1; n <= values.Length; n++)
        {
            // By its definition: weights that fall by the decay, over their sum.
            var weights = Enumerable.Range(0, n).Select(i => Math.Pow(Smoothing.Decay, n - 1 - i)).ToArray();
            var expected = weights.Zip(values, (weight, value) => weight * value).Sum() / weights.Sum();
            Assert.Equal(expected, average[n - 1].Value, 1e-9);
        }
    }, iter: 30);
}

internal static class SeriesPoints
{
    /// <summary>Points with steps that never fall.</summary>
    public static SeriesPoint[] Scan(this (int Ahead, double Value)[] all)
    {
        var step = 0L;
        return [.. all.Select(one => new SeriesPoint(step += one.Ahead, one.Value))];
    }
}
