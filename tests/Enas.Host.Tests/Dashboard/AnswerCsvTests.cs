using System.Net;
using Enas.Host.Dashboard;
using Enas.Host.Dashboard.Answers;

namespace Enas.Host.Tests.Dashboard;

/// <summary>Two searches, so that they can be compared.</summary>
public sealed class TwoSearches : ServedDashboard
{
    public override async ValueTask InitializeAsync()
    {
        await Work.TinySearch("runs/two", "--set", "strategy.kind=random");
        await base.InitializeAsync();
    }
}

/// <summary>What is asked for as CSV is the table that the page shows, whatever else is in the answer.</summary>
public sealed class AnswerCsvTests(TwoSearches served) : IClassFixture<TwoSearches>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+a", "'+a")]
    [InlineData("-a", "'-a")]
    [InlineData("@a", "'@a")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("-1.5x", "'-1.5x")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(null, "")]
    [InlineData(true, "true")]
    public void Cells_are_no_formulas_and_numbers_stay_numbers(object? value, string cell) => Assert.Equal(cell, AnswerCsv.Cell(value));

    [Fact]
    public void Arrays_side_by_side_leave_out_those_without_values() => Assert.Equal("x,y\r\n1,\r\n2,0.5\r\n",
        AnswerCsv.Of(CsvTable.SideBySide(("x", [1L, 2L]), ("best", []), ("y", [null, 0.5]))));

    [Theory]
    [InlineData("searches", "id,name,root,kind,space,", 2)]
    [InlineData("searches/one/architectures?limit=3", "tokens,times,firstStep,", 3)]
    [InlineData("searches/one/operations?bins=2", "from,to,", 2)]
    [InlineData("searches/one/series/entropy?points=3", "x,step,min,max,average\r", 3)]
    [InlineData("searches/one/series/reward?points=3", "x,step,min,max,average,best,architecture\r", 3)]
    [InlineData("searches/one/fidelity", "tokens,shared,alone,from\r", 0)]
    [InlineData("searches/one/pareto", "tokens,cost,reward,isOnFront\r", 0)]
    [InlineData("searches/one/training", "epoch,validation\r", 0)]
    public async Task Tables_have_their_own_columns(string path, string head, int rows)
    {
        var text = await TextAsync(path);
        Assert.StartsWith(head, text, StringComparison.Ordinal);
        Assert.Equal(rows, text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1);
    }

    [Fact]
    public async Task Rewards_of_an_architecture_are_a_row_a_step()
    {
        var best = (await served.JsonAsync("searches/one")).GetProperty("best").GetProperty("architecture").GetString()!;
        var page = $"searches/one/architectures/{Uri.EscapeDataString(best)}";
        var detail = await served.JsonAsync(page);
        Assert.Equal(detail.GetProperty("steps").EnumerateArray().Zip(detail.GetProperty("rewards").EnumerateArray())
                .Select(one => $"{one.First.GetRawText()},{one.Second.GetRawText()}").Prepend("step,reward"),
            (await TextAsync(page)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Policy_has_a_row_an_option_of_each_decision()
    {
        var policy = await served.JsonAsync("searches/one/policy");
        var lines = (await TextAsync("searches/one/policy")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("decision,role,option,share", lines[0]);
        Assert.Equal(policy.GetProperty("rows").GetArrayLength(), lines.Length - 1);
    }

    [Fact]
    public async Task Comparison_has_a_row_a_point_of_the_chart_that_is_asked_for()
    {
        var page = "compare?s=one&s=two&x=seconds";
        var chart = (await served.JsonAsync(page)).GetProperty("charts").EnumerateArray()
            .First(one => one.GetProperty("id").GetString() == "average-0");
        var lines = (await TextAsync(page + "&chart=average-0")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("chart,curve,seconds,mean,low,high", lines[0]);
        var curve = chart.GetProperty("curves")[0];
        Assert.StartsWith(string.Join(',', "average-0", curve.GetProperty("name").GetString(),
            curve.GetProperty("x")[0].GetRawText(), curve.GetProperty("mean")[0].GetRawText()), lines[1], StringComparison.Ordinal);
        Assert.Equal(chart.GetProperty("curves").EnumerateArray().Sum(one => one.GetProperty("x").GetArrayLength()), lines.Length - 1);
        Assert.True((await TextAsync(page)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length > lines.Length);
    }

    [Fact]
    public async Task Chart_that_a_comparison_has_not_is_refused_with_those_that_it_has()
    {
        await served.JsonAsync("compare?s=one&s=two");
        using var answer = await served.Http.GetAsync(new Uri("/api/v1/compare?s=one&s=two&chart=none", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("chart=none: allowed are average-0, best-0",
            await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_table_is_refused_in_words()
    {
        await served.JsonAsync("searches/one");
        using var answer = await served.Http.GetAsync(new Uri("/api/v1/searches/one?format=csv", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("is no table", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    private async Task<string> TextAsync(string path)
    {
        await served.JsonAsync(path);
        using var answer = await served.Http.GetAsync(
            new Uri($"/api/v1/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}format=csv", UriKind.Relative), Cancelled);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        return await answer.Content.ReadAsStringAsync(Cancelled);
    }
}
