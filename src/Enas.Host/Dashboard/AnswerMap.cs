using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Enas.Host.Dashboard;

/// <summary>Makes the answer to what is asked.</summary>
internal delegate Task<Answer> AnswerRoute(Asked asked);

/// <summary>
/// Which address is answered by whom. What is read is waited for so long at most, and written here, when it is there: a route gets nothing
/// that it could write to.
/// </summary>
/// <param name="endpoints">Where the addresses are added.</param>
/// <param name="longest">The longest time that an answer to a question may take.</param>
internal sealed class AnswerMap(IEndpointRouteBuilder endpoints, TimeProvider time, TimeSpan longest)
{
    private static readonly string[] s_read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds an address that is read.</summary>
    public void Read(string address, AnswerRoute route) =>
        endpoints.MapMethods(address, s_read, context => WrittenAsync(context, route, longest));

    /// <summary>Adds an action. It is waited for as long as it takes: whoever is told that there was no answer asks for it again, and it
    /// would be done twice.</summary>
    public void Act(string address, AnswerRoute route) =>
        endpoints.MapPost(address, context => WrittenAsync(context, route, Timeout.InfiniteTimeSpan));

    /// <summary>Adds an address that writes for itself; a stream, which has no end, looks itself whether anybody listens.</summary>
    public void Stream(string address, RequestDelegate stream) => endpoints.MapMethods(address, s_read, stream);

    private async Task WrittenAsync(HttpContext context, AnswerRoute route, TimeSpan most)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var asked = Asked.Of(context, ended.Token);
        Answer answer;
        try
        {
            answer = await Task.Run(() => route(asked), CancellationToken.None).WaitAsync(most, time, context.RequestAborted);
        }
        finally
        {
            await ended.CancelAsync();
        }

        await AnswerWriter.WriteAsync(context, answer);
    }
}
