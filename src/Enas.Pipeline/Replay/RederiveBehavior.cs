using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Steps.Lifecycle;
using MediatR;

namespace Enas.Pipeline.Replay;

/// <summary>
/// Re-derivation of the policy. A handler that measures does not run: the log answers, and what the request and the recorded measurements
/// determine of the answer is made again and compared. Every other handler runs, and its answer is compared. A recorded failure fails the
/// step here as it did there.
/// </summary>
/// <param name="mediator">Where the handlers are.</param>
internal sealed class RederiveBehavior<TRequest, TResponse>(RecordedFacts recorded, SearchMediator mediator)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : ISearchEvent
{
    private readonly IMeasuringHandler<TRequest,
        TResponse>? _measuring = mediator.HandlerOf<TRequest, TResponse>() as IMeasuringHandler<TRequest, TResponse>;

    /// <inheritdoc />
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (_measuring is null)
        {
            var derived = await next();
            await recorded.ExpectAsync(derived.ToRow());
            return derived;
        }

        var row = await recorded.PeekAsync();
        if (row is null)
        {
            throw Diverged(null, "nothing more");
        }

        switch (SearchEvents.FromRow(row.Row))
        {
            case StepFailed failed:
                throw new NonFiniteStepException(failed.Reason, "recorded as failed") { Cost = failed.Cost };
            case TResponse answer:
                var made = _measuring.Again(request, answer);
                await recorded.ExpectAsync(made.ToRow());
                return made;
            default:
                throw Diverged(row, row.Row.EventType);
        }
    }

    private static ReplayDivergedException Diverged(CommittedRow? row, string was) =>
        new(new Divergence(row?.Sequence,
            row?.Row.Step ?? 0, row?.Row.EventType ?? typeof(TResponse).Name, "event_type", was, typeof(TResponse).Name));
}
