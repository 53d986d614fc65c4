using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Enas.Host.Dashboard;

/// <summary>Makes the answer to what is asked.</summary>
internal delegate Task<Answer> AnswerRoute(Asked asked);

/// <summary>
/// Which address is answered by whom. An answer is waited for so long at most, and written here, when it is there: a route gets nothing
/// that it could write to.
/// </summary>
/// <param name="endpoints">Where the addresses are added.</param>
/// <param name="longest">The longest time that an answer may take.</param>
internal sealed class AnswerMap(IEndpointRouteBuilder endpoints, TimeProvider time, TimeSpan longest)
{
    private static readonly string[] s_read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds an address that is read.</summary>
    public void Read(string address, AnswerRoute route) => endpoints.MapMethods(address, s_read, context => WrittenAsync(context, route));

    /// <summary>Adds an action.</summary>
    public void Act(string address, AnswerRoute route) => endpoints.MapPost(address, context => WrittenAsync(context, route));

    /// <summary>Adds a stream, which has no end and writes for itself; it looks itself whether anybody listens.</summary>
    public void Stream(string address, RequestDelegate stream) => endpoints.MapMethods(address, s_read, stream);

    private async Task WrittenAsync(HttpContext context, AnswerRoute route)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var asked = Asked.Of(context, ended.Token);
        Answer answer;
        try
        {
            answer = await Task.Run(() => route(asked), CancellationToken.None).WaitAsync(longest, time, context.RequestAborted);
        }
        finally
        {
            await ended.CancelAsync();
        }

        await AnswerWriter.WriteAsync(context, answer);
    }
}
