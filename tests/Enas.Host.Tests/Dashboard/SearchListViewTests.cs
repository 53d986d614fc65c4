using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Dashboard.Views;
using Enas.Host.Tests.Cli;
using Enas.Pipeline.Events;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Storage.Readings;
using Enas.Storage.Searches;

namespace Enas.Host.Tests.Dashboard;

/// <summary>The list of searches: its order, and what tells searches from each other.</summary>
public sealed class SearchListViewTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true, "late", "half", "whole", "none")]
    [InlineData(false, "whole", "half", "late", "none")]
    public async Task Times_are_sorted_as_times_however_they_are_written(bool isDescending, params string[] names)
    {
        using var work = new WorkFolder();
        await work.TinySearch("one");
        var search = await RecordedSearch.GlanceAsync(Path.Combine(work.Root, "one"));
        LookedAt At(string name, double seconds) =>
            new(new FoundSearch(name, "/runs", "/runs/" + name)) { Search = search with { Span = Until(s_noon.AddSeconds(seconds)) } };
        LookedAt[] rows = [At("half", 5.5), At("late", 6.25), At("whole", 5)];
        var none = new FoundSearch("none", "/runs", "/runs/none");
        var list = ListOf([(none, null), .. rows.Select(row => (row.Found, (LookedAt?)row))], "lastEventAt", isDescending);
        Assert.Equal(names, list.Rows.Select(row => row.Id));
    }

    [Fact]
    public void Searches_of_one_name_say_in_which_folder_they_lie()
    {
        var list = ListOf(
        [
            (new("one", "/first", "/first/one"), null), (new("one~12", "/second", "/second/one"), null),
            (new("two", "/second", "/second/two"), null),
        ], "name", isDescending: false);
        Assert.Equal(["first", "second", null], list.Rows.Select(row => row.Place is { } place ? Path.GetFileName(place) : null));
        Assert.Equal("one~12", Assert.Single(ListOf(
            [(new("one", "/first", "/first/one"), null), (new("one~12", "/second", "/second/one"), null)],
            "name", isDescending: false, "second").Rows).Id);
    }

    private static SearchListAnswer ListOf(
        IReadOnlyList<(FoundSearch Found, LookedAt? Row)> rows, string sort, bool isDescending, string filter = "") => SearchListView.Of(
            rows, [], isLooking: false, new SearchListQuery(sort, isDescending, filter, 0, 50), _ => "hand", (_, _) => []);

    private static RecordingSpan Until(DateTimeOffset at)
    {
        var row = new CommittedRow(0, null, at, default, default, new JobChanged(new StepPosition(0, "host", 0), []).ToRow());
        return new RecordingSpan(1, row, row);
    }
}
