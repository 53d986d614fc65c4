using System.Text.Json;
using Enas.Host.Dashboard;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Microsoft.AspNetCore.Http;

namespace Enas.Host.Tests.Dashboard;

/// <summary>Searches in memory: what cannot be read, what ends, what falls silent, and looks that fail.</summary>
public sealed class ShelfTests(ServedDashboard served) : IClassFixture<ServedDashboard>
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_that_cannot_be_read_is_tried_again_after_a_while_and_not_before()
    {
        var clock = new HandClock();
        await using var shelf = new SearchShelf(clock, _ => { });
        var found = new FoundSearch("none", served.Root, Path.Combine(served.Root, "none"));
        var first = shelf.Get(found);
        Assert.NotNull(await first.FirstReadAsync(s_longest));
        Assert.Same(first, shelf.Get(found));
        clock.Now += SearchShelf.Again - TimeSpan.FromSeconds(1);
        Assert.Same(first, shelf.Get(found));

        clock.Now += TimeSpan.FromSeconds(1);
        await served.Work.TinySearch("late/one", "--stop-after-steps", "3");
        Directory.Move(Path.Combine(served.Work.Root, "late", "one"), found.Path);
        var second = shelf.Get(found);
        Assert.NotSame(first, second);
        Assert.Null(await second.FirstReadAsync(s_longest));
        Assert.True(second.IsRead);
        Assert.Equal(0, (await served.Work.Enas("resume", found.Path)).ExitCode);
        await shelf.DisposeAsync(); // What went is disposed with what is there: neither reads what there is.
        Assert.False(await first.ReadOnAsync());
        Assert.False(await second.ReadOnAsync());
        Directory.Delete(found.Path, recursive: true);
    }

    [Fact]
    public async Task Search_that_could_not_be_read_says_why_while_it_is_tried_again()
    {
        var clock = new HandClock();
        using var hold = new ManualResetEventSlim();
        var isHeld = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var shelf = new SearchShelf(clock, search =>
        {
            if (search.Found == One)
            {
                isHeld.TrySetResult();
                hold.Wait(Cancelled);
            }
        });
        var found = new FoundSearch("none", served.Root, Path.Combine(served.Root, "none"));
        var words = (await shelf.Get(found).FirstReadAsync(s_longest))!.Lines;
        clock.Now += SearchShelf.Again;
        shelf.Get(One); // One is read at a time, and this one is held.
        await isHeld.Task.WaitAsync(s_longest, Cancelled);
        var again = shelf.Get(found);
        Assert.False(again.IsRead);
        Assert.Equal(words, (await again.FirstReadAsync(TimeSpan.Zero))!.Lines);
        Assert.Same(again, shelf.Get(found));
        hold.Set();
        Assert.Equal(words, (await again.FirstReadAsync(s_longest))!.Lines);
    }

    [Fact]
    public async Task Search_whose_job_cannot_be_read_is_refused_in_the_same_words_each_time()
    {
        await served.Work.TinySearch("torn/one");
        var folder = Path.Combine(served.Work.Root, "torn", "one");
        await File.WriteAllTextAsync(Path.Combine(folder, "job.resolved.json"), "{", Cancelled);
        var clock = new HandClock();
        await using var app = served.App(clock, folder);
        await Assert.ThrowsAsync<AnswerException>(() => app.Served.FindAsync("one"));
        var refusals = new List<(int, string)>();
        for (var i = 0; i < 4; i++)
        {
            var context = Asking.For("/api/v1/searches/one");
            await app.AnswerAsync(context);
            refusals.Add((context.Response.StatusCode, context.Answered()));
            clock.Now += SearchShelf.Again;
        }

        var (status, said) = Assert.Single(refusals.Distinct());
        Assert.Equal(StatusCodes.Status400BadRequest, status);
        Assert.Contains("job.resolved.json", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_ends_at_its_next_commit_and_what_is_disposed_is_not_opened_again()
    {
        var search = new FollowedSearch(One, TimeProvider.System);
        var (commits, ending) = (0, Task.CompletedTask);
        Assert.False(await search.ReadOnAsync(() =>
        {
            commits++;
            ending = search.DisposeAsync().AsTask();
        }));
        await ending.WaitAsync(s_longest, Cancelled);
        Assert.Equal(1, commits);
        Assert.False(search.IsRead);
        Assert.Null(search.Failure); // It was not the search's fault.
        Assert.False(await search.ReadOnAsync(() => commits++));
        Assert.Equal(1, commits);
    }

    [Fact]
    public async Task Shelf_ends_while_it_reads_and_takes_nothing_more()
    {
        await served.Work.TinySearch("ended/one", "--stop-after-steps", "3");
        var found = One with { Path = Path.Combine(served.Work.Root, "ended", "one") };
        var shelf = new SearchShelf(TimeProvider.System, _ => { });
        var search = shelf.Get(found);
        await shelf.DisposeAsync().AsTask().WaitAsync(s_longest, Cancelled);
        Assert.Equal(0, (await served.Work.Enas("resume", found.Path)).ExitCode);
        Assert.False(await search.ReadOnAsync()); // There is more, however far it had come.
        Assert.Throws<OperationCanceledException>(() => shelf.Get(found));
    }

    [Fact]
    public async Task Looks_at_the_list_end_with_it()
    {
        var catalogue = new SearchCatalogue([served.Root], TimeProvider.System);
        var rows = new SearchRows(catalogue, TimeProvider.System, _ => null);
        await rows.RowsAsync(TimeSpan.Zero);
        await rows.DisposeAsync().AsTask().WaitAsync(s_longest, Cancelled);
        Assert.False(rows.IsLooking);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rows.RowsAsync(TimeSpan.Zero));
        catalogue.Dispose();
    }

    [Fact]
    public async Task Search_that_falls_silent_is_told_of_once_and_shown_to_whoever_had_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux says who writes a search");
        await served.Work.TinySearch("quiet/one", "--stop-after-steps", "3");
        var folder = Path.Combine(served.Work.Root, "quiet", "one");
        File.Delete(Directory.GetFiles(Path.Combine(folder, "segments")).Order(StringComparer.Ordinal).Last());
        using var writer = new FileStream(
            Path.Combine(folder, "_tmp", "writer.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var clock = new HandClock();
        var app = served.App(clock, folder);
        await using (app)
        {
            var told = 0;
            await using var shelf = new SearchShelf(clock, _ => told++);
            var search = shelf.Get(One with { Path = folder });
            Assert.Null(await search.FirstReadAsync(s_longest));
            await search.UseAsync(data => Task.FromResult(clock.Now = data.Report.Recorded!.Value.Last), Cancelled);
            await shelf.FollowAsync(_ => true, Cancelled);
            var before = told;
            await app.Served.FindAsync("one");
            await app.Served.Shelf.Peek("one")!.FirstReadAsync(s_longest);
            var (tag, notices) = await OverviewAsync(app, tag: null);
            Assert.Empty(notices);
            Assert.Empty((await OverviewAsync(app, tag)).Tag); // It is as it was.

            clock.Now += TimeSpan.FromHours(1);
            await shelf.FollowAsync(_ => true, Cancelled);
            await shelf.FollowAsync(_ => true, Cancelled);
            Assert.Equal(before + 1, told);
            var (other, silent) = await OverviewAsync(app, tag);
            Assert.NotEqual(tag, other);
            Assert.Equal(["silent"], silent);
        }
    }

    [Fact]
    public async Task Look_that_fails_is_one_line_of_the_log_and_the_next_one_is_taken()
    {
        using var logged = new SemaphoreSlim(0);
        var log = new KeptLines { Told = () => logged.Release() };
        var clock = new HandClock { Hurried = TimeSpan.FromSeconds(1) };
        var searches = new ServedSearches([served.Root], clock, log);
        await using (searches)
        {
            var listener = searches.Hub.Listen([])!;
            using var end = new CancellationTokenSource();
            clock.Fault = new IOException("the disk is away");
            var following = searches.FollowAsync(end.Token);
            Assert.True(await logged.WaitAsync(s_longest, Cancelled));
            Assert.False(following.IsCompleted);
            clock.Fault = null;
            Assert.Equal("searches", (await listener.News.Reader.ReadAsync(Cancelled)).Name);
            Assert.Contains("the disk is away", Assert.Single(log.Lines), StringComparison.Ordinal);
            await end.CancelAsync();
            await following;
        }
    }

    private FoundSearch One => new("one", served.Root, Path.Combine(served.Root, "one"));

    private static async Task<(string Tag, string[] Notices)> OverviewAsync(DashboardApp app, string? tag)
    {
        var context = Asking.For("/api/v1/searches/one");
        context.Request.Headers.IfNoneMatch = tag;
        await app.AnswerAsync(context);
        if (context.Response.StatusCode == StatusCodes.Status304NotModified)
        {
            return (string.Empty, []);
        }

        Assert.Equal(StatusCodes.Status200OK, context.Response.StatusCode);
        return (context.Response.Headers.ETag.ToString(), [.. JsonElement.Parse(context.Answered()).GetProperty("notices").EnumerateArray()
            .Select(notice => notice.GetProperty("kind").GetString()!).Where(kind => kind == "silent")]);
    }
}
