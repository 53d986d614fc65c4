using System.Text;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Tasks.Tabular;

namespace Enas.Pipeline.Tests.Strategies.Golden;

/// <summary>Objectives over the whole published table, against figures that others have computed: the front, its hypervolume, and which
/// cell each form of MnasNet's reward chooses.</summary>
public sealed class NasBench201ObjectiveTests
{
    private const double LargestMultiplyAdds = 220_119_690;

    private static IReadOnlyList<TableRow> Rows => NasBench201Table.Table.Rows;

    [Fact(Explicit = true)]
    public void The_front_has_17_cells_and_the_known_hypervolume()
    {
        FrontPoint[] points = [.. Rows.Select(row =>
            new FrontPoint(NasBench201Table.RewardOf(row) / 100, MultiplyAddsOf(row.Architecture)))];
        var front = ParetoFront.Of(points);
        Assert.Equal(17, front.Length);
        Assert.Equal(
            [(7.783, 73.902), (47.105, 83.054), (90.358, 84.446), (153.273, 84.892)],
            front.Select(place => (Math.Round(points[place].Cost / 1e6, 3), Math.Round(100 * points[place].Reward, 3)))
                .Where(point => point.Item1 is 7.783 or 47.105 or 90.358 or 153.273));
        Assert.Equal(94.3067, NasBench201Table.TestOf(Rows[front.Single(place => Math.Round(points[place].Cost / 1e6, 3) == 90.358)]));
        var volume = ParetoFront.Hypervolume(points, LargestMultiplyAdds);
        Assert.Equal(17_721.6317, volume * 100 / 1e6, 4);
        Assert.Equal(0.834601, volume / (LargestMultiplyAdds - points[front[0]].Cost), 6);
    }

    [Theory(Explicit = true)]
    [InlineData(47.105, 83.054, 93.1233, "objective.kind=limit", "limits.multiplyAdds=50000000", "objective.exceeding=penalised")]
    [InlineData(90.358, 84.446, 94.3067, "objective.kind=limit", "limits.multiplyAdds=100000000", "objective.exceeding=penalised")]
    [InlineData(47.105, 83.054, 93.1233, "objective.kind=soft", "objective.target=50000000", "objective.alpha=0", "objective.beta=-1")]
    [InlineData(90.358, 84.446, 94.3067, "objective.kind=soft", "objective.target=100000000", "objective.alpha=0", "objective.beta=-1")]
    [InlineData(11.715, 78.006, 89.46, "objective.kind=soft", "objective.target=1000000")]
    [InlineData(11.715, 78.006, 89.46, "objective.kind=soft", "objective.target=50000000")]
    [InlineData(11.715, 78.006, 89.46, "objective.kind=soft", "objective.target=300000000")]
    public void Each_form_of_the_reward_chooses_the_known_cell(double millions, double valid, double test, params string[] sets)
    {
        const string Text = """
            { "name": "golden", "preset": "cifar10", "data": { "kind": "table", "path": "/table.csv" },
              "space": { "kind": "nas-bench-201" }, "strategy": { "kind": "evolution" } }
            """;
        var job = JobReader.Read(Encoding.UTF8.GetBytes(Text), "golden.json", sets, "/").Options!;
        var objective = ObjectiveCatalog.Of(job);
        var best = Rows.MaxBy(row => objective.Reward(
            new Measurement(Measure.Accuracy, NasBench201Table.RewardOf(row) / 100),
            ArchitectureCosts.Of([new CostValue(CostMeasure.MultiplyAdds, MultiplyAddsOf(row.Architecture))])))!;
        Assert.Equal(millions, MultiplyAddsOf(best.Architecture) / 1e6, 3);
        Assert.Equal(valid, NasBench201Table.RewardOf(best));
        Assert.Equal(test, NasBench201Table.TestOf(best));
    }

    private static double MultiplyAddsOf(Architecture architecture) => NasBench201Counts.MultiplyAdds(architecture);
}
