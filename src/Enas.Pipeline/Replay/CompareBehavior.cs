using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using MediatR;

namespace Enas.Pipeline.Replay;

/// <summary>Re-execution: the handler runs, and the fact that it gives is held against the recorded one before anything
/// follows from it.</summary>
public sealed class CompareBehavior<TRequest, TResponse>(RecordedFacts recorded) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : ISearchEvent
{
    /// <inheritdoc />
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var made = await next();
        var row = await recorded.ExpectAsync(made.ToRow());
        return recorded.Tolerance is null ? made : (TResponse)SearchEvents.FromRow(row)!;
    }
}
