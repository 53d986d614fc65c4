using Enas.Host.Readings;

namespace Enas.Host.Report;

/// <summary>What is drawn of long series. Everything is computed on all points first and thinned afterwards.</summary>
internal static class Smoothing
{
    /// <summary>Points of a line that a chart gets at most.</summary>
    public const int MostPoints = 2000;

    /// <summary>Decay of the moving averages of charts.</summary>
    public const double Decay = 0.95;

    /// <summary>
    /// Exponential moving average with its bias corrected: m_t = d m_{t-1} + (1 - d) x_t, shown as m_t / (1 - d^t) (Kingma and Ba 2015,
    /// section 3).
    /// </summary>
    public static List<SeriesPoint> Average(IReadOnlyList<SeriesPoint> points, double decay)
    {
        var averaged = new List<SeriesPoint>(points.Count);
        var (mean, weight) = (0.0, 0.0);
        foreach (var (step, value) in points)
        {
            mean = (decay * mean) + ((1 - decay) * value);
            weight = (decay * weight) + (1 - decay);
            averaged.Add(new SeriesPoint(step, mean / weight));
        }

        return averaged;
    }

    /// <summary>The highest value so far, where it rises, and at the last point.</summary>
    public static List<SeriesPoint> BestSoFar(IReadOnlyList<SeriesPoint> points)
    {
        var best = new List<SeriesPoint>();
        foreach (var point in points)
        {
            if (best.Count == 0 || point.Value > best[^1].Value)
            {
                best.Add(point);
            }
        }

        if (best.Count > 0 && best[^1].Step < points[^1].Step)
        {
            best.Add(best[^1] with { Step = points[^1].Step });
        }

        return best;
    }

    /// <summary>At most <see cref="MostPoints"/> points: of each stretch its least and its greatest one, in order, so that no
    /// peak is lost.</summary>
    public static IReadOnlyList<T> Thin<T>(IReadOnlyList<T> points, Func<T, double> valueOf)
    {
        if (points.Count <= MostPoints)
        {
            return points;
        }

        const int stretches = MostPoints / 2;
        var thin = new List<T>(MostPoints);
        for (var stretch = 0; stretch < stretches; stretch++)
        {
            var from = (int)((long)stretch * points.Count / stretches);
            var to = (int)((long)(stretch + 1) * points.Count / stretches);
            var (least, greatest) = (from, from);
            for (var i = from + 1; i < to; i++)
            {
                least = valueOf(points[i]) < valueOf(points[least]) ? i : least;
                greatest = valueOf(points[i]) > valueOf(points[greatest]) ? i : greatest;
            }

            thin.Add(points[Math.Min(least, greatest)]);
            if (least != greatest)
            {
                thin.Add(points[Math.Max(least, greatest)]);
            }
        }

        return thin;
    }
}
