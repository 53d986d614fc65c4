using System.Text.Json;
using Enas.Host.Dashboard.Following;
using Enas.Pipeline.Search;
using Enas.Storage.Searches;

namespace Enas.Host.Tests.Dashboard;

/// <summary>The list draws the course of each reward, whether or not anybody opened the search.</summary>
public sealed class RewardCurvesTests(ServedDashboard served) : IClassFixture<ServedDashboard>
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

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
        await using var curves = new RewardCurves(TimeProvider.System);
        Assert.Empty(curves.Of(row));
        await UntilAsync(() => curves.ReadCount == 1);
        Assert.NotEmpty(curve.Values);
        Assert.Equal(search.State.RewardCount, curve.Count);
        Assert.Equal(curve.Values, curves.Of(row));
    }

    [Fact]
    public async Task Course_of_a_search_that_has_ended_since_is_read_again()
    {
        await served.Work.TinySearch("grown/one", "--stop-after-steps", "3");
        var path = Path.Combine(served.Work.Root, "grown", "one");
        var found = new FoundSearch("grown", served.Work.Root, path);
        var row = new LookedAt(found) { Search = await RecordedSearch.GlanceAsync(path) };
        await using var curves = new RewardCurves(TimeProvider.System);
        curves.Of(row);
        await UntilAsync(() => curves.ReadCount == 1);
        var before = curves.Of(row);
        Assert.Equal(0, (await served.Work.Enas("resume", path)).ExitCode);
        Assert.Equal(before, curves.Of(row)); // Nothing that the row says is new.
        Assert.Equal(before, curves.Of(row with { Search = await RecordedSearch.GlanceAsync(path) }));
        await UntilAsync(() => curves.ReadCount == 2);
        Assert.True(curves.Of(row).Count > before.Count);
    }

    [Theory]
    [InlineData(80, 90, false)]
    [InlineData(80, 91, true)]
    [InlineData(0, 1, true)]
    [InlineData(80, 80, false)]
    public void Course_of_a_search_that_goes_on_is_old_when_it_has_grown_by_more_than_an_eighth(long read, long now, bool isOld) =>
        Assert.Equal(isOld, RewardCurves.IsOld(read, SearchState.Empty with { RewardCount = now }));

    [Fact]
    public async Task Course_that_could_not_be_read_is_read_again_after_a_while()
    {
        await served.Work.TinySearch("away/one");
        var path = Path.Combine(served.Work.Root, "away", "one");
        var row = new LookedAt(new FoundSearch("away", served.Work.Root, path)) { Search = await RecordedSearch.GlanceAsync(path) };
        Directory.Move(path, path + "-moved");
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clock = new HandClock { Stamped = () => failed.TrySetResult() };
        await using var curves = new RewardCurves(clock);
        Assert.Empty(curves.Of(row));
        await failed.Task.WaitAsync(s_longest, TestContext.Current.CancellationToken);
        Directory.Move(path + "-moved", path);
        Assert.Empty(curves.Of(row));
        Assert.Equal(0, curves.ReadCount);
        clock.Now += SearchShelf.Again;
        await UntilAsync(() => curves.Of(row).Count > 0);
        Assert.Equal(1, curves.ReadCount);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_longest);
        while (!isSo())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private static double[] ValuesOf(JsonElement row) => [.. row.GetProperty("spark").EnumerateArray().Select(one => one.GetDouble())];
}
