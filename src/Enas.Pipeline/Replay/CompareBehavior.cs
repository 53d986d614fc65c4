using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps;
using MediatR;

namespace Enas.Pipeline.Replay;

/// <summary>
/// Re-execution: the handler runs, and the fact that it gives is held against the recorded one before anything follows from it. What no
/// handler can make again, such as a time on a machine, is taken from the recorded fact.
/// </summary>
/// <param name="mediator">Where the handlers are.</param>
internal sealed class CompareBehavior<TRequest, TResponse>(RecordedFacts recorded, SearchMediator mediator)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : ISearchEvent
{
    private readonly ITakingHandler<TRequest, TResponse>? _taking =
        mediator.HandlerOf<TRequest, TResponse>() as ITakingHandler<TRequest, TResponse>;

    /// <inheritdoc />
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var made = _taking is not null && await recorded.PeekAsync() is { } known && SearchEvents.FromRow(known.Row) is TResponse answer
            ? _taking.Take(request, answer) : await next();
        var row = await recorded.ExpectAsync(made.ToRow());
        return recorded.Tolerance is null ? made : (TResponse)SearchEvents.FromRow(row)!;
    }
}
