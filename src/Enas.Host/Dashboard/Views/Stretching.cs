using Enas.Host.Readings;

namespace Enas.Host.Dashboard.Views;

/// <summary>A stretch of neighbouring points: the indices of its last, its least and its greatest one.</summary>
internal readonly record struct Stretch(int Last, int Least, int Greatest);

/// <summary>
/// Long series cut into stretches for a page. Of each stretch the least and the greatest point are kept, so that no peak is lost; the first
/// and the last point are stretches of their own. Nothing is made up: each value is one of the series.
/// </summary>
internal static class Stretching
{
    /// <summary>The stretches of the points with a finite value between two steps.</summary>
    /// <param name="points">The points, by rising step.</param>
    /// <param name="first">The first index.</param>
    /// <param name="end">The index after the last one.</param>
    /// <param name="most">So many stretches at most, three at least.</param>
    public static IReadOnlyList<Stretch> Of(IReadOnlyList<SeriesPoint> points, int first, int end, int most)
    {
        int[] finite = [.. Enumerable.Range(first, Math.Max(0, end - first)).Where(i => double.IsFinite(points[i].Value))];
        if (finite.Length <= most)
        {
            return [.. finite.Select(i => new Stretch(i, i, i))];
        }

        var (inner, count) = (finite.Length - 2, most - 2);
        var stretches = new List<Stretch>(most) { new(finite[0], finite[0], finite[0]) };
        for (var stretch = 0; stretch < count; stretch++)
        {
            var from = 1 + (int)((long)stretch * inner / count);
            var to = 1 + (int)((long)(stretch + 1) * inner / count);
            var (least, greatest) = (finite[from], finite[from]);
            for (var i = from + 1; i < to; i++)
            {
                var here = finite[i];
                least = points[here].Value < points[least].Value ? here : least;
                greatest = points[here].Value > points[greatest].Value ? here : greatest;
            }

            stretches.Add(new Stretch(finite[to - 1], least, greatest));
        }

        stretches.Add(new(finite[^1], finite[^1], finite[^1]));
        return stretches;
    }

    /// <summary>Points in their order: all, or of so many stretches that no more are left the least and the greatest of each.</summary>
    /// <param name="points">The points, by rising step.</param>
    /// <param name="most">So many points at most, six at least.</param>
    public static IReadOnlyList<SeriesPoint> Kept(IReadOnlyList<SeriesPoint> points, int most) => points.Count <= most ? points :
    [
        .. Of(points, 0, points.Count, most / 2).SelectMany(stretch => new[] { stretch.Least, stretch.Greatest })
            .Distinct().Order().Select(i => points[i]),
    ];
}
