using MediatR;

namespace Enas.Pipeline.Steps;

/// <summary>
/// A handler part of whose answer is no function of anything, such as a time on a machine: where everything is made again that part is
/// taken from the log, and the rest is computed and compared.
/// </summary>
internal interface ITakingHandler<TRequest, TResponse> : IMeasuringHandler<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    /// <summary>The answer made again, with what cannot be made again taken from the recorded one.</summary>
    TResponse Take(TRequest asked, TResponse recorded);
}
