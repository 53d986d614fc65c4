using MediatR;

namespace Enas.Pipeline.Search;

/// <summary>Runs the handler and measures it.</summary>
internal sealed class MeasureBehavior<TRequest, TResponse>(StepMeasurements measurements, TimeProvider time)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    /// <inheritdoc />
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var start = time.GetTimestamp();
        var response = await next();
        measurements.LastDurationMs = time.GetElapsedTime(start).TotalMilliseconds;
        return response;
    }
}
