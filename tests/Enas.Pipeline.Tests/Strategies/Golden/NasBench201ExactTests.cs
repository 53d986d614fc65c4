using Enas.Pipeline.Architectures;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Strategies;
using Enas.Pipeline.Tasks.Tabular;

namespace Enas.Pipeline.Tests.Strategies.Golden;

/// <summary>
/// Figures of the published table that others have computed: a reader, a neighbourhood or a count that is wrong changes them.
/// </summary>
public sealed class NasBench201ExactTests
{
    private static IReadOnlyList<TableRow> Rows => NasBench201Table.Table.Rows;

    [Fact(Explicit = true)]
    public void The_table_is_whole_and_its_figures_are_the_known_ones()
    {
        double[] tests = [.. Rows.Select(NasBench201Table.TestOf).Order()];
        var (mean, table) = (tests.Average(), NasBench201Table.Table);
        Assert.True(table.IsComplete);
        Assert.Equal(94.3733, table.Best(1).Values[1]);
        Assert.Equal(2, tests.Count(test => test == 94.3733));
        Assert.Equal(84.892, table.Best(0).Values[0]);
        Assert.Equal(94.3733, table.Best(0).Values[1]);
        Assert.Equal(87.063, mean, 3);
        Assert.Equal(12.935, Math.Sqrt(tests.Average(test => (test - mean) * (test - mean))), 3);
        Assert.Equal(90.745, tests[tests.Length / 2], 3);
        Assert.Equal(0.27, 100 * Share(94.0), 2);
        Assert.Equal(2.63, 100 * Share(93.5), 2);
        Assert.Equal(9.25, 100 * Share(93.0), 2);
        Assert.Equal([3, 3, 3, 1, 2, 3], table.Best(0).Architecture.Values);
        double Share(double least) => tests.Count(test => test >= least) / (double)tests.Length;
    }

    /// <summary>
    /// N uniform draws with replacement: the best by reward is in the group of rank g with probability F(g)^N - F(g - 1)^N, where F is
    /// the share of cells up to that reward.
    /// </summary>
    [Theory(Explicit = true)]
    [InlineData(8, 92.4343, 1.1597)]
    [InlineData(16, 92.8569, 0.8805)]
    [InlineData(25, 93.1091, 0.7525)]
    [InlineData(50, 93.4665, 0.5644)]
    [InlineData(100, 93.7298, 0.3618)]
    [InlineData(107, 93.7488, 0.3456)]
    [InlineData(178, 93.8602, 0.2631)]
    [InlineData(200, 93.8799, 0.2531)]
    [InlineData(1000, 94.0639, null)]
    public void Random_search_has_its_exact_expectation_and_deviation(int draws, double mean, double? deviation)
    {
        var (below, first, second) = (0, 0.0, 0.0);
        foreach (var group in Rows.GroupBy(NasBench201Table.RewardOf).OrderBy(group => group.Key))
        {
            var upTo = below + group.Count();
            var probability = Math.Pow(upTo / (double)Rows.Count, draws) - Math.Pow(below / (double)Rows.Count, draws);
            first += probability * group.Average(NasBench201Table.TestOf);
            second += probability * group.Average(row => NasBench201Table.TestOf(row) * NasBench201Table.TestOf(row));
            below = upTo;
        }

        Assert.Equal(mean, first, 4);
        Assert.Equal(deviation ?? Math.Sqrt(second - (first * first)), Math.Sqrt(second - (first * first)), 4);
    }

    /// <summary>
    /// The share depends on which of equally good neighbours a step takes: .496 is that of the last one in the order of the space.
    /// </summary>
    [Fact(Explicit = true)]
    public void There_are_21_local_optima_and_steepest_ascent_reaches_the_best_from_496_of_1000()
    {
        // By values read as digits of a number to the base five: the cell that the steepest step leads to, itself at an optimum.
        var rewards = Rows.OrderBy(row => NumberOf(row.Architecture)).Select(NasBench201Table.RewardOf).ToArray();
        var next = Rows.OrderBy(row => NumberOf(row.Architecture)).Select(row => SteepestFrom(row.Architecture, rewards)).ToArray();
        Assert.Equal(21, next.Index().Count(step => step.Item == step.Index));

        var best = Array.IndexOf(rewards, rewards.Max());
        Assert.Equal(0.496, Enumerable.Range(0, next.Length).Count(start => EndOf(start, next) == best) / (double)next.Length, 3);
    }

    [Fact(Explicit = true)]
    public void The_front_of_accuracy_and_multiply_adds_has_17_cells_and_its_known_volume()
    {
        var front = new List<(double Millions, double Reward, double Test)>();
        foreach (var row in Rows.OrderBy(MillionsOf).ThenByDescending(NasBench201Table.RewardOf))
        {
            if (front.Count == 0 || NasBench201Table.RewardOf(row) > front[^1].Reward)
            {
                front.Add((MillionsOf(row), NasBench201Table.RewardOf(row), NasBench201Table.TestOf(row)));
            }
        }

        const double Reference = 220.11969;
        double[] rights = [.. front.Skip(1).Select(cell => cell.Millions), Reference];
        var volume = front.Zip(rights, (cell, right) => cell.Reward * (right - cell.Millions)).Sum();
        Assert.Equal(17, front.Count);
        Assert.Equal((7.78305, 73.902), (front[0].Millions, front[0].Reward));
        Assert.Contains(front, cell => Math.Round(cell.Millions, 3) == 47.105 && cell.Reward == 83.054 && cell.Test == 93.1233);
        Assert.Contains(front, cell => Math.Round(cell.Millions, 3) == 90.358 && cell.Reward == 84.446 && cell.Test == 94.3067);
        Assert.Equal((153.273, 84.892), (Math.Round(front[^1].Millions, 3), front[^1].Reward));
        Assert.Equal(17_721.6317, volume, 4);
        Assert.Equal(0.834601, volume / (100 * (Reference - front[0].Millions)), 6);
    }

    private static double MillionsOf(TableRow row) => NasBench201Counts.MultiplyAdds(row.Architecture) / 1e6;

    private static int NumberOf(Architecture cell) => cell.Values.Aggregate(0, (number, value) => (5 * number) + value);

    private static int SteepestFrom(Architecture cell, double[] rewards)
    {
        var here = NumberOf(cell);
        var best = Neighbourhood.Of(NasBench201Table.Space, cell)
            .Select(change => NumberOf(change.ApplyTo(NasBench201Table.Space, cell)))
            .Reverse()
            .MaxBy(number => rewards[number]);
        return rewards[best] > rewards[here] ? best : here;
    }

    private static int EndOf(int start, int[] next)
    {
        while (next[start] != start)
        {
            start = next[start];
        }

        return start;
    }
}
