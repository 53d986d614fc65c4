using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Tests.Measures;

/// <summary>Front, hypervolume and NSGA-II's order against what the definitions say, gone through point by point.</summary>
public sealed class ParetoFrontTests
{
    // A grid so coarse that many points are equal in one objective or in both.
    private static IEnumerable<FrontPoint[]> Sets()
    {
        var random = new Random(19);
        for (var set = 0; set < 300; set++)
        {
            yield return [.. Enumerable.Range(0, 1 + random.Next(14)).Select(_ => new FrontPoint(random.Next(6), random.Next(6)))];
        }
    }

    [Fact]
    public void The_front_is_what_nothing_dominates_once_each_by_rising_cost() => Assert.All(Sets(), points =>
    {
        var expected = points.Where(point => !points.Any(other => Dominates(other, point))).Distinct().OrderBy(point => point.Cost);
        var front = ParetoFront.Of(points);
        Assert.Equal(expected, front.Select(place => points[place]));
        Assert.All(front, place => Assert.Equal(place, Array.IndexOf(points, points[place])));
    });

    /// <summary>The grid's cells up to the reference that some point dominates, counted one by one.</summary>
    [Fact]
    public void The_hypervolume_is_the_number_of_cells_that_are_dominated() => Assert.All(Sets(), points =>
    {
        const int Reference = 5;
        var cells = 0;
        for (var reward = 0; reward < 6; reward++)
        {
            for (var cost = 0; cost < Reference; cost++)
            {
                cells += points.Any(point => point.Reward >= reward + 1 && point.Cost <= cost) ? 1 : 0;
            }
        }

        Assert.Equal(cells, ParetoFront.Hypervolume(points, Reference));
    });

    [Fact]
    public void Fronts_are_peeled_one_after_the_other() => Assert.All(Sets(), points =>
    {
        var ranking = FrontRanking.Of(points);
        List<int> left = [.. Enumerable.Range(0, points.Length)];
        for (var rank = 0; left.Count > 0; rank++)
        {
            int[] front = [.. left.Where(i => !left.Any(j => Dominates(points[j], points[i])))];
            Assert.All(front, place => Assert.Equal(rank, ranking.Ranks[place]));
            left.RemoveAll(front.Contains);
        }
    });

    /// <summary>Deb et al. 2002, section III-B: a front of four points, by hand.</summary>
    [Fact]
    public void The_crowding_distance_is_the_sum_of_the_shares_between_the_neighbours()
    {
        var ranking = FrontRanking.Of([new(1, 0), new(2, 1), new(4, 5), new(5, 10), new(0, 10)]);
        Assert.Equal([0, 0, 0, 0, 1], ranking.Ranks);
        Assert.Equal(double.PositiveInfinity, ranking.Crowding[0]);
        Assert.Equal((3 / 4.0) + (5 / 10.0), ranking.Crowding[1], 12);
        Assert.Equal((3 / 4.0) + (9 / 10.0), ranking.Crowding[2], 12);
        Assert.Equal(double.PositiveInfinity, ranking.Crowding[3]);
        Assert.True(ranking.IsBetter(2, 1));
        Assert.True(ranking.IsBetter(1, 4));
        Assert.False(ranking.IsBetter(0, 3));
        Assert.False(ranking.IsBetter(3, 0));
    }

    private static bool Dominates(FrontPoint one, FrontPoint other) => one.Reward >= other.Reward && one.Cost <= other.Cost
        && (one.Reward > other.Reward || one.Cost < other.Cost);
}
