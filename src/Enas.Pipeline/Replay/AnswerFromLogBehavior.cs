using Enas.Pipeline.Events;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Steps.Lifecycle;
using MediatR;

namespace Enas.Pipeline.Replay;

/// <summary>
/// Re-derivation of the policy: no handler runs, the log answers. What the request and the recorded measurements determine of the answer is
/// made again and compared. A recorded failure fails the step here as it did there.
/// </summary>
/// <param name="recorded">The log.</param>
/// <param name="again">The answer made again from the request and from what only the log can know.</param>
public sealed class AnswerFromLogBehavior<TRequest, TResponse>(RecordedFacts recorded, Func<TRequest, TResponse, TResponse> again)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
    where TResponse : ISearchEvent
{
    /// <inheritdoc />
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var row = await recorded.PeekAsync();
        if (row is null)
        {
            throw Diverged(null, "nothing more");
        }

        switch (SearchEvents.FromRow(row.Row))
        {
            case StepFailed failed:
                throw new NonFiniteStepException(failed.Reason, "recorded as failed");
            case TResponse answer:
                var made = again(request, answer);
                await recorded.ExpectAsync(made.ToRow());
                return made;
            default:
                throw Diverged(row, row.Row.EventType);
        }
    }

    private static ReplayDivergedException Diverged(CommittedRow? row, string was) =>
        new(new Divergence(row?.Sequence, row?.Row.Step ?? 0, row?.Row.EventType ?? typeof(TResponse).Name, "event_type", was, typeof(TResponse).Name));
}
