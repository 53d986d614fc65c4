using Enas.Pipeline.Events;
using Enas.Pipeline.Steps;
using Enas.Pipeline.Steps.Lifecycle;
using MediatR;

namespace Enas.Pipeline.Replay;

/// <summary>
/// Re-derivation of the policy: no handler runs, the log answers. A recorded failure fails the step here as it did there.
/// </summary>
/// <param name="recorded">The log.</param>
/// <param name="tokensOf">The architectures that the request asks for and that the answer is about; they must be one.</param>
public sealed class AnswerFromLogBehavior<TRequest, TResponse>(RecordedFacts recorded, Func<TRequest, TResponse, (string Asked, string Answered)> tokensOf)
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
            throw Diverged(null, "event_type", "nothing more", typeof(TResponse).Name);
        }

        switch (SearchEvents.FromRow(row.Row))
        {
            case StepFailed failed:
                throw new NonFiniteStepException(failed.Reason, "recorded as failed");
            case TResponse answer:
                var (asked, answered) = tokensOf(request, answer);
                if (asked != answered)
                {
                    throw Diverged(row, "architecture", answered, asked);
                }

                await recorded.ExpectAsync(answer.ToRow());
                return answer;
            default:
                throw Diverged(row, "event_type", row.Row.EventType, typeof(TResponse).Name);
        }
    }

    private static ReplayDivergedException Diverged(CommittedRow? row, string field, string was, string now) =>
        new(new Divergence(row?.Sequence, row?.Row.Step ?? 0, row?.Row.EventType ?? typeof(TResponse).Name, field, was, now));
}
