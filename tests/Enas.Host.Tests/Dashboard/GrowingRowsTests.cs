using Enas.Host.Dashboard.Following;
using Enas.Storage.Searches;

namespace Enas.Host.Tests.Dashboard;

/// <summary>A search that goes on while it is listed is read on for the list.</summary>
public sealed class GrowingRowsTests(ServedDashboard served) : IClassFixture<ServedDashboard>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Running_search_is_kept_open_until_it_is_left()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux says who writes a search");
        var (folder, last) = await RunningAsync("on");
        var bytes = await File.ReadAllBytesAsync(last, Cancelled);
        File.Delete(last);
        await using var rows = new GrowingRows();
        var found = new FoundSearch("one", served.Root, folder);
        var writer = LockOf(folder);
        LookedAt before;
        await using (writer)
        {
            before = new LookedAt(found) { Search = await RecordedSearch.GlanceAsync(folder, Cancelled) };
            Assert.Equal(SearchStatus.Running, before.Search!.Status);
            var row = (await rows.LookAsync(before, Cancelled))!;
            Assert.Equal(1, rows.Count);
            Assert.Equal((before.Search.EventCount, before.Search.Fingerprint), (row.Search!.EventCount, row.Search.Fingerprint));
            Assert.Equal(before.Search.State.SampleCount, row.Search.State.SampleCount);
            await File.WriteAllBytesAsync(last, bytes, Cancelled);
            var (events, at) = (row.Search.EventCount, row.Search.Recorded);
            var after = (await rows.LookAsync(row, Cancelled))!;
            Assert.True(after.Search!.EventCount > events);
            Assert.Equal((events, at), (row.Search.EventCount, row.Search.Recorded)); // What a row said stays as it was.
            Assert.Equal(SearchStatus.Stopped, after.Search.Status);
        }

        Assert.Equal(0, rows.Count);
        Assert.Null(await rows.LookAsync(before with { Search = await RecordedSearch.GlanceAsync(folder, Cancelled) }, Cancelled));
    }

    [Fact]
    public async Task What_cannot_be_read_on_and_what_has_gone_is_closed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux says who writes a search");
        var (folder, last) = await RunningAsync("cut");
        var bytes = await File.ReadAllBytesAsync(last, Cancelled);
        File.Delete(last);
        await using var rows = new GrowingRows();
        await using var writer = LockOf(folder);
        var before = new LookedAt(new FoundSearch("one", served.Root, folder))
        {
            Search = await RecordedSearch.GlanceAsync(folder, Cancelled),
        };
        Assert.NotNull(await rows.LookAsync(before, Cancelled));
        await rows.KeepAsync([]);
        Assert.Equal(0, rows.Count);

        Assert.NotNull(await rows.LookAsync(before, Cancelled));
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(last, bytes, Cancelled);
        Assert.Null(await rows.LookAsync(before, Cancelled));
        Assert.Equal(0, rows.Count);
    }

    [Fact]
    public async Task Search_that_is_followed_for_its_page_is_not_looked_at_for_the_list()
    {
        var catalogue = new SearchCatalogue([served.Root], TimeProvider.System);
        var known = new LookedAt(new FoundSearch("one", served.Root, Path.Combine(served.Root, "one"))) { Reason = "as it is followed" };
        await using var rows = new SearchRows(catalogue, TimeProvider.System, _ => known);
        Assert.Same(known, Assert.Single(await rows.RowsAsync(TimeSpan.Zero)).Row);
        catalogue.Dispose();
    }

    /// <summary>A search that was stopped, and its last commit, which says so.</summary>
    private async Task<(string Folder, string Last)> RunningAsync(string name)
    {
        await served.Work.TinySearch($"{name}/one", "--stop-after-steps", "3");
        var folder = Path.Combine(served.Work.Root, name, "one");
        return (folder, Directory.GetFiles(Path.Combine(folder, "segments")).Order(StringComparer.Ordinal).Last());
    }

    private static FileStream LockOf(string folder) => new(
        Path.Combine(folder, "_tmp", "writer.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
