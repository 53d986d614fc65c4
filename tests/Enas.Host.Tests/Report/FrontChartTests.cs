using Enas.Host.Readings;
using Enas.Host.Report;
using Enas.Host.Searches;

namespace Enas.Host.Tests.Report;

/// <summary>The chart of a front over a made-up table, and the columns beside it.</summary>
public sealed class FrontChartTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("enas-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_front_is_drawn_each_point_leads_to_its_architecture_and_the_tables_have_cost_columns()
    {
        var search = await RunAsync("front", "pareto");
        var front = FrontChart.FrontOf(search)!;
        Assert.True(front.Members.Count > 1);
        Assert.Equal(front.Members.OrderBy(member => member.Point.Cost), front.Members);
        Assert.Equal(front.Members.OrderBy(member => member.Point.Reward), front.Members);
        var chart = FrontChart.Of(search)!;
        Assert.Equal("front", chart.Content!["kind"]!.GetValue<string>());
        Assert.Equal(front.Members.Select(member => member.Tokens), chart.Content["front"]!.AsArray().Select(point => (string)point![2]!));
        Assert.Contains("hypervolume", chart.Note, StringComparison.Ordinal);
        var page = ReportPage.Write(search, StandAlone.None);
        Assert.All(Enumerable.Range(0, front.Members.Count),
            i => Assert.Contains($"<tr id=\"front-{i}\">", page, StringComparison.Ordinal));
        Assert.Contains("<th>multiply-adds</th>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_without_costs_has_no_front_and_no_columns()
    {
        var search = await RunAsync("plain", "evolution");
        Assert.Null(FrontChart.Of(search));
        Assert.DoesNotContain("<th>multiply-adds</th>", ReportPage.Write(search, StandAlone.None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_no_value_is_no_point_of_a_front()
    {
        var search = await RunAsync("failed", "pareto");
        var front = FrontChart.FrontOf(search)!;
        search.Series.Rewards.Add((new SeriesPoint(61, 9), front.Members[0].Tokens, HasValue: false));
        Assert.Equal(front.Members, FrontChart.FrontOf(search)!.Members);
    }

    [Fact]
    public async Task Where_nothing_keeps_a_limit_there_is_no_result_and_the_reason_is_said()
    {
        var search = await RunAsync("none", "evolution", "limits.multiplyAdds=1");
        var none = search.NoResult!;
        Assert.Equal(none, NoResult.Of(search.Job, search.Milestones.Started, search.Milestones.Completed, search.Milestones.Candidates,
            search.Series.Failures, search.Series.StepCount, search.ArchitectureCosts));
        Assert.StartsWith("nothing is chosen: no architecture that could be scored keeps the limits of the job; the multiply-adds may be "
            + "at most ", none.Words, StringComparison.Ordinal);
        Assert.Contains("Raise the limit", none.Words, StringComparison.Ordinal);
        Assert.Equal("above a limit", none.Short);
    }

    private async Task<ReportedSearch> RunAsync(string name, string job, params string[] sets)
    {
        var table = Path.Combine(_root, "table.csv");
        await File.WriteAllTextAsync(table, SeedSearches.Table());
        return await RealSearch.RunAsync(Path.Combine(_root, name), $"nas-bench-201-{job}.json", stopAfterSteps: null,
            [$"data.path={table}", "budget.evaluations=60", .. sets]);
    }
}
