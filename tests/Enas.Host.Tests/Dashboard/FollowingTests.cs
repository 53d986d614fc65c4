using System.Text.Json;
using Enas.Host.Dashboard.Following;
using Enas.Storage.Searches;

namespace Enas.Host.Tests.Dashboard;

/// <summary>A folder with a search that was stopped, and goes on while somebody looks.</summary>
public sealed class LiveDashboard : ServedDashboard
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Work.TinySearch("runs/live", "--stop-after-steps", "3");
        await Work.TinySearch("runs/cut", "--stop-after-steps", "3");
        await Work.TinySearch("runs/gone");
    }
}

/// <summary>Searches are followed, and what follows is told to whoever looks.</summary>
public sealed class FollowingTests(LiveDashboard served) : IClassFixture<LiveDashboard>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_committed_is_told_and_then_shown()
    {
        var before = await served.JsonAsync("searches/live");
        Assert.Equal("stopped", before.GetProperty("status").GetString());
        using var stream = await served.Http.GetStreamAsync(new Uri("/api/v1/events?s=live", UriKind.Relative), Cancelled);
        using var reader = new StreamReader(stream);
        Assert.Equal(0, (await served.Work.Enas("resume", "runs/live")).ExitCode);

        string? status = null;
        var events = new List<long>();
        while (status != "complete")
        {
            var line = await reader.ReadLineAsync(Cancelled) ?? string.Empty;
            if (line.StartsWith("data: ", StringComparison.Ordinal)
                && JsonElement.Parse(line["data: ".Length..]) is var data && data.GetProperty("id").GetString() == "live")
            {
                status = data.GetProperty("status").GetString();
                events.Add(data.GetProperty("event").GetInt64());
            }
        }

        Assert.Equal(events.Order(), events);
        var after = await served.JsonAsync("searches/live");
        Assert.Equal("complete", after.GetProperty("status").GetString());
        Assert.Equal(events[^1], after.GetProperty("events").GetInt64());
        var shown = await served.VerbAsync("show", "runs/live");
        Assert.Equal((string?)shown["fingerprint"], after.GetProperty("fingerprint").GetString());
        Assert.Equal((string?)shown["eventHead"], after.GetProperty("through").GetProperty("head").GetString());
        Assert.Contains(after.GetProperty("marks").EnumerateArray(), mark => mark.GetProperty("kind").GetString() == "reopened");
    }

    [Fact]
    public async Task What_was_read_is_not_read_again()
    {
        await served.Work.TinySearch("twice/one", "--stop-after-steps", "3");
        var path = Path.Combine(served.Work.Root, "twice", "one");
        var search = new FollowedSearch(new FoundSearch("one", served.Work.Root, path), TimeProvider.System);
        await using (search)
        {
            var commits = 0;
            Assert.True(await search.ReadOnAsync(() => commits++));
            var before = Directory.GetFiles(Path.Combine(path, "segments")).Length;
            Assert.Equal(before, commits);
            Assert.False(await search.ReadOnAsync(() => commits++));
            Assert.Equal(0, (await served.Work.Enas("resume", path)).ExitCode);
            Assert.True(await search.ReadOnAsync(() => commits++));
            Assert.True(commits > before);
            Assert.Equal(Directory.GetFiles(Path.Combine(path, "segments")).Length, commits);
        }
    }

    [Fact]
    public async Task Log_that_is_damaged_while_it_is_followed_is_said_to_be()
    {
        await using var shelf = new SearchShelf(TimeProvider.System, _ => { });
        var path = Path.Combine(served.Root, "cut");
        var search = shelf.Get(new FoundSearch("cut", served.Root, path));
        Assert.Null(await search.FirstReadAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal(SearchStatus.Stopped, search.Status);
        var events = search.EventCount;
        await served.Work.Enas("resume", "runs/cut");
        MixedDashboard.Flip(Directory.GetFiles(Path.Combine(path, "segments")).Order(StringComparer.Ordinal).Last());
        await shelf.FollowAsync(_ => true, Cancelled);
        Assert.Equal(SearchStatus.Damaged, search.Status);
        Assert.True(search.EventCount > events); // What is before the damage.
        Assert.Null(search.Failure);
    }

    [Fact]
    public async Task Search_that_was_removed_is_none_of_those_that_can_be_opened()
    {
        async Task<string?[]> OpenAsync() =>
            [.. (await served.JsonAsync("system")).GetProperty("searches").EnumerateArray()
                .Select(one => one.GetProperty("id").GetString())];
        await served.JsonAsync("searches/gone");
        Assert.Contains("gone", await OpenAsync());
        Directory.Delete(Path.Combine(served.Root, "gone"), recursive: true);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await OpenAsync()).Contains("gone"))
        {
            await Task.Delay(20, limit.Token); // Folders are not listed at each request.
        }
    }

    [Fact]
    public async Task Ninth_search_takes_the_place_of_the_one_that_nobody_asked_for_the_longest()
    {
        await using var shelf = new SearchShelf(TimeProvider.System, _ => { });
        var first = new FoundSearch("0", served.Root, Path.Combine(served.Root, "one"));
        FollowedSearch Get(int i) => shelf.Get(first with { Id = i.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        for (var i = 0; i < SearchShelf.Most; i++)
        {
            Get(i);
        }

        var kept = Get(0);
        Get(SearchShelf.Most);
        Assert.Equal(SearchShelf.Most, shelf.All.Count);
        Assert.Same(kept, shelf.Peek("0"));
        Assert.Null(shelf.Peek("1"));
    }
}
