using System.Diagnostics;
using System.Threading.Channels;
using Enas.Host.Dashboard;
using Enas.Host.Dashboard.Following;
using Enas.Host.Dashboard.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Enas.Host.Tests.Dashboard;

/// <summary>Answers are made first and written then: neither whoever is late nor whoever is slow does anything to others.</summary>
public sealed class AnswerMapTests(ServedDashboard served) : IClassFixture<ServedDashboard>
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_that_comes_too_late_is_written_to_nobody()
    {
        await using var app = served.App(new HandClock { Hurried = TimeSpan.FromSeconds(10) });
        var search = await ReadAsync(app);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = search.UseAsync(async _ =>
        {
            await release.Task;
            return true;
        }, Cancelled);
        var context = Asking.For("/api/v1/searches/one/pareto");
        await app.AnswerAsync(context);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
        var said = context.Answered();

        release.SetResult();
        await held;
        await search.UseAsync(_ => Task.FromResult(true), Cancelled); // Whoever waited before has had its turn.
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
        Assert.Equal(said, context.Answered());
    }

    [Fact]
    public async Task Whoever_takes_an_answer_slowly_holds_up_no_other()
    {
        await using var app = served.App(TimeProvider.System);
        var search = await ReadAsync(app);
        await using var body = new SlowBody();
        var slow = app.AnswerAsync(Asking.For("/api/v1/searches/one/pareto", body));
        await body.Begun.WaitAsync(s_longest, Cancelled);
        var other = Asking.For("/api/v1/searches/one/pareto");
        await app.AnswerAsync(other).WaitAsync(s_longest, Cancelled);
        Assert.Equal(StatusCodes.Status200OK, other.Response.StatusCode);
        await search.ReadOnAsync().WaitAsync(s_longest, Cancelled);
        Assert.False(slow.IsCompleted);
        body.Take();
        await slow;
    }

    [Fact]
    public async Task Stream_without_news_beats_and_news_come_after_many_beats()
    {
        var app = served.App(new HandClock { Hurried = TimeSpan.FromSeconds(15) });
        await using var body = new ToldBody();
        var stream = app.AnswerAsync(Asking.For("/api/v1/events", body));
        for (var beats = 0; beats < 5;)
        {
            beats += (await body.NextAsync(Cancelled)).Contains(": still here", StringComparison.Ordinal) ? 1 : 0;
        }

        app.Served.Hub.Tell(News.Of(News.Service));
        string text;
        do
        {
            text = await body.NextAsync(Cancelled);
        }
        while (!text.Contains("event: service\ndata: {", StringComparison.Ordinal));

        Assert.DoesNotContain("id: ", text, StringComparison.Ordinal);
        await app.DisposeAsync();
        await stream.WaitAsync(s_longest, Cancelled);
    }

    [Fact]
    public async Task Action_is_waited_for_as_long_as_it_takes_and_a_question_is_not()
    {
        var longest = TimeSpan.FromSeconds(10);
        var done = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var services = new ServiceCollection().AddLogging().AddRouting().AddSingleton(new DiagnosticListener("test"))
            .BuildServiceProvider();
        await using (services)
        {
            var builder = new ApplicationBuilder(services);
            builder.UseRouting();
            builder.UseEndpoints(endpoints =>
            {
                var map = new AnswerMap(endpoints, new HandClock { Hurried = longest }, longest);
                map.Act("/slow", _ => done.Task);
                map.Read("/slow", _ => done.Task);
            });
            var route = builder.Build();
            var action = Asking.For("/slow");
            action.Request.Method = "POST";
            var acting = route(action);
            await Assert.ThrowsAsync<TimeoutException>(() => route(Asking.For("/slow")));
            Assert.False(acting.IsCompleted);
            done.SetResult(Answer.Text("done"));
            await acting.WaitAsync(s_longest, Cancelled);
            Assert.Equal("done", action.Answered());
        }
    }

    private static async Task<FollowedSearch> ReadAsync(DashboardApp app)
    {
        var search = await app.Served.FindAsync("one");
        Assert.Null(await search.FirstReadAsync(s_longest));
        Assert.True(search.IsRead);
        return search;
    }

    /// <summary>A connection that takes nothing until it is told to.</summary>
    private sealed class SlowBody : MemoryStream
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _take = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public void Take() => _take.SetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _begun.TrySetResult();
            await _take.Task;
            await base.WriteAsync(buffer, cancellationToken);
        }
    }

    /// <summary>A connection whose texts are handed on as they come.</summary>
    private sealed class ToldBody : MemoryStream
    {
        private readonly Channel<string> _texts = Channel.CreateUnbounded<string>();

        public ValueTask<string> NextAsync(CancellationToken cancellationToken) => _texts.Reader.ReadAsync(cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _texts.Writer.TryWrite(System.Text.Encoding.UTF8.GetString(buffer.Span));
            return ValueTask.CompletedTask;
        }
    }
}
