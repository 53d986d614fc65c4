using System.Text.Json;
using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Dashboard.Live;
using Microsoft.AspNetCore.Http;

namespace Enas.Host.Dashboard;

/// <summary>
/// News as server-sent events. The first ones say how each search stands, so that whoever lost the connection has missed nothing that it
/// would not ask for anyway. <c>s</c> names the searches that are shown; <c>of</c> the other news that are waited for, which are looked for
/// as long as somebody waits for them: <c>searches</c>, <c>service</c>, or <c>none</c>; both when left out.
/// </summary>
/// <param name="served">The searches.</param>
/// <param name="end">The end of the program.</param>
internal sealed class EventRoutes(ServedSearches served, TimeProvider time, CancellationToken end)
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(15);

    /// <summary>Adds them.</summary>
    public void Map(AnswerMap map) => map.Stream("/api/v1/events", StreamAsync);

    private async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        var asked = Asked.Of(context, CancellationToken.None);
        string[] ids = [.. asked.Texts("s").Take(SearchShelf.Most)];
        string[] others = [.. asked.Texts("of")];
        if (served.Hub.Listen(ids, others.Length == 0 ? null : others) is not { } listener)
        {
            throw new AnswerException(StatusCodes.Status429TooManyRequests, ExitCodes.Unavailable,
                FormattableString.Invariant($"{EventHub.Most} pages are told of news already; close one"));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, end);
        try
        {
            await context.Response.WriteAsync(": news of searches\n\n", stop.Token);
            foreach (var search in ids.Select(served.Shelf.Peek).OfType<FollowedSearch>())
            {
                await WriteAsync(context.Response, ServedSearches.NewsOf(search), stop.Token);
            }

            await context.Response.Body.FlushAsync(stop.Token);
            await TellAsync(context.Response, listener, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Whoever listened has gone, or the program ends.
        }
        finally
        {
            served.Hub.Leave(listener);
        }
    }

    private async Task TellAsync(HttpResponse response, Listener listener, CancellationToken stop)
    {
        var reader = listener.News.Reader;
        while (true)
        {
            // One wait for the next news, however many beats pass until then.
            Task more = reader.WaitToReadAsync(stop).AsTask();
            while (!more.IsCompleted)
            {
                await more.WaitAsync(s_beat, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stop.ThrowIfCancellationRequested();
                if (!more.IsCompleted)
                {
                    await response.WriteAsync(": still here\n\n", stop);
                    await response.Body.FlushAsync(stop);
                }
            }

            await more;
            while (reader.TryRead(out var news))
            {
                await WriteAsync(response, news, stop);
            }

            await response.Body.FlushAsync(stop);
        }
    }

    private static Task WriteAsync(HttpResponse response, News news, CancellationToken stop) => response.WriteAsync(
        $"event: {news.Name}\ndata: {JsonSerializer.Serialize(news.Data, AnswerJson.Default.SearchEventAnswer)}\n\n", stop);
}
