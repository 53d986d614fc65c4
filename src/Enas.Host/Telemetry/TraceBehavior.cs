using Enas.Pipeline.Search;
using MediatR;

namespace Enas.Host.Telemetry;

/// <summary>A span around one handler, named after the verb of its request: <c>enas.sample</c> for <c>SampleArchitecture</c>.</summary>
internal sealed class TraceBehavior<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    private static readonly string s_name = TraceBehaviors.NameOf(typeof(TRequest));

    /// <inheritdoc />
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        using var span = TelemetrySource.Activities.StartActivity(s_name);
        return await next();
    }
}

/// <summary>The spans of a search's handlers.</summary>
internal static class TraceBehaviors
{
    /// <summary>Adds them.</summary>
    public static void AddTo(SearchMediator mediator) => mediator.AroundAll(typeof(TraceBehavior<,>));

    /// <summary>The span's name for a type of request: its first word.</summary>
    public static string NameOf(Type request) =>
        "enas." + string.Concat(request.Name.Skip(1).TakeWhile(char.IsLower).Prepend(char.ToLowerInvariant(request.Name[0])));
}
