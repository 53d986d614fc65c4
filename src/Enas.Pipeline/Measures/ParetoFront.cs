using System.Collections.Immutable;

namespace Enas.Pipeline.Measures;

/// <summary>The points that no other point dominates, and how much of the plane they cover. Exact for two objectives.</summary>
internal static class ParetoFront
{
    /// <summary>The places of the points that no other dominates, by rising cost, which is by rising reward; of equal points the first
    /// one.</summary>
    public static ImmutableArray<int> Of(IReadOnlyList<FrontPoint> points)
    {
        var front = ImmutableArray.CreateBuilder<int>();
        var best = double.NegativeInfinity;
        foreach (var place in Enumerable.Range(0, points.Count).OrderBy(i => points[i].Cost).ThenByDescending(i => points[i].Reward))
        {
            if (points[place].Reward > best)
            {
                best = points[place].Reward;
                front.Add(place);
            }
        }

        return front.ToImmutable();
    }

    /// <summary>
    /// The hypervolume: the area that the points dominate, up to a reference point of reward 0 and a cost (Zitzler and Thiele 1999). With
    /// the front by rising cost it is Σ (reference - cost_i) (reward_i - reward_(i-1)), reward_0 = 0. Points that are no better than the
    /// reference add nothing.
    /// </summary>
    /// <param name="referenceCost">The cost of the reference point.</param>
    public static double Hypervolume(IReadOnlyList<FrontPoint> points, double referenceCost)
    {
        var (area, reward) = (0.0, 0.0);
        foreach (var point in Of(points).Select(place => points[place]).Where(point => point.Cost < referenceCost && point.Reward > 0))
        {
            area += (referenceCost - point.Cost) * (point.Reward - reward);
            reward = point.Reward;
        }

        return area;
    }
}
