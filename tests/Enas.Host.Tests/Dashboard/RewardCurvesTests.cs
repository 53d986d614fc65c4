using System.Text.Json;
using Enas.Host.Dashboard.Following;
using Enas.Storage.Searches;

namespace Enas.Host.Tests.Dashboard;

/// <summary>The list draws the course of each reward, whether or not anybody opened the search.</summary>
public sealed class RewardCurvesTests(ServedDashboard served) : IClassFixture<ServedDashboard>
{
    [Fact]
    public async Task List_has_the_samples_and_the_course_of_a_search_that_nobody_opened()
    {
        var row = (await served.JsonAsync("searches")).GetProperty("rows")[0];
        Assert.Empty((await served.JsonAsync("system")).GetProperty("searches").EnumerateArray());
        var course = ValuesOf(row);
        Assert.NotEmpty(course);
        var overview = await served.JsonAsync("searches/one");
        Assert.Equal(overview.GetProperty("samples").GetInt64(), row.GetProperty("samples").GetInt64());
        Assert.Equal(course, ValuesOf((await served.JsonAsync("searches")).GetProperty("rows")[0]));
    }

    [Fact]
    public async Task Course_that_a_look_did_not_read_is_read_behind_it()
    {
        var path = Path.Combine(served.Root, "one");
        var curve = new RewardCurve();
        var search = await RecordedSearch.GlanceAsync(path, curve);
        var row = new LookedAt(new FoundSearch("one", served.Root, path)) { Search = search };
        var curves = new RewardCurves();
        Assert.Empty(curves.Of(row));
        while (curves.ReadCount == 0)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Equal(curve.Values, curves.Of(row));
        Assert.Equal(search.State.RewardCount, curve.Count);
    }

    private static double[] ValuesOf(JsonElement row) => [.. row.GetProperty("spark").EnumerateArray().Select(one => one.GetDouble())];
}
