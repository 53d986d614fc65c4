using System.Text.Json;
using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Enas.Host.Dashboard;

/// <summary>
/// News as server-sent events. The first ones say how each search stands, so that whoever lost the connection has missed nothing that it
/// would not ask for anyway.
/// </summary>
/// <param name="served">The searches.</param>
/// <param name="end">The end of the program.</param>
internal sealed class EventRoutes(ServedSearches served, CancellationToken end)
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(15);

    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/api/v1/events", (RequestDelegate)StreamAsync);

    private async Task StreamAsync(HttpContext context)
    {
        string[] ids = [.. context.Request.Query["s"].OfType<string>().Distinct(StringComparer.Ordinal).Take(Following.SearchShelf.Most)];
        if (served.Hub.Listen(ids) is not { } listener)
        {
            throw new AnswerException(StatusCodes.Status429TooManyRequests, ExitCodes.Unavailable,
                FormattableString.Invariant($"{EventHub.Most} pages are told of news already; close one"));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, end);
        try
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.WriteAsync(": news of searches\n\n", stop.Token);
            foreach (var search in ids.Select(served.Shelf.Peek).OfType<Following.FollowedSearch>())
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
            var more = reader.WaitToReadAsync(stop).AsTask();
            if (await Task.WhenAny(more, Task.Delay(s_beat, stop)) != more)
            {
                await response.WriteAsync(": still here\n\n", stop);
            }

            while (reader.TryRead(out var news))
            {
                await WriteAsync(response, news, stop);
            }

            await response.Body.FlushAsync(stop);
            stop.ThrowIfCancellationRequested();
        }
    }

    private Task WriteAsync(HttpResponse response, News news, CancellationToken stop) => response.WriteAsync(
        FormattableString.Invariant($"id: {served.Hub.NextNumber()}\nevent: {news.Name}\ndata: ")
            + JsonSerializer.Serialize(news.Data, AnswerJson.Default.SearchEventAnswer) + "\n\n", stop);
}
