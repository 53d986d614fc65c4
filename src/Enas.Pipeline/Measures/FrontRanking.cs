namespace Enas.Pipeline.Measures;

/// <summary>
/// The order of NSGA-II (Deb et al. 2002): first by the front that a point is in once the fronts before it are taken away, then by the
/// crowding distance, so that of equal fronts the loneliest point is the best. Ties stay as they are: who asks decides them.
/// </summary>
internal sealed class FrontRanking
{
    private FrontRanking(int[] ranks, double[] crowding) => (Ranks, Crowding) = (ranks, crowding);

    /// <summary>The front of each point, 0 for those that nothing dominates.</summary>
    public IReadOnlyList<int> Ranks { get; }

    /// <summary>The crowding distance of each point within its front: the sum over both objectives of the distance between its neighbours,
    /// as a share of the front's range; infinite at the ends.</summary>
    public IReadOnlyList<double> Crowding { get; }

    /// <summary>The ranking of some points.</summary>
    public static FrontRanking Of(IReadOnlyList<FrontPoint> points)
    {
        var (ranks, crowding) = (new int[points.Count], new double[points.Count]);
        List<int> left = [.. Enumerable.Range(0, points.Count)];
        for (var rank = 0; left.Count > 0; rank++)
        {
            int[] front = [.. left.Where(i => !left.Exists(j => points[j].Dominates(points[i])))];
            foreach (var place in front)
            {
                ranks[place] = rank;
            }

            AddDistances(front, i => points[i].Reward, crowding);
            AddDistances(front, i => points[i].Cost, crowding);
            left.RemoveAll(i => Array.IndexOf(front, i) >= 0);
        }

        return new FrontRanking(ranks, crowding);
    }

    /// <summary>Whether a point comes before another: false both ways where they are equal.</summary>
    public bool IsBetter(int point, int than) =>
        Ranks[point] < Ranks[than] || (Ranks[point] == Ranks[than] && Crowding[point] > Crowding[than]);

    private static void AddDistances(int[] front, Func<int, double> value, double[] crowding)
    {
        int[] sorted = [.. front.OrderBy(value)];
        var range = value(sorted[^1]) - value(sorted[0]);
        crowding[sorted[0]] = double.PositiveInfinity;
        crowding[sorted[^1]] = double.PositiveInfinity;
        for (var i = 1; i < sorted.Length - 1 && range > 0; i++)
        {
            crowding[sorted[i]] += (value(sorted[i + 1]) - value(sorted[i - 1])) / range;
        }
    }
}
