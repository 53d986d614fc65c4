using MediatR;

namespace Enas.Pipeline.Steps;

/// <summary>
/// A handler whose answer holds what only a measurement can know: a loss, a reward. Where the policy is derived again from the log alone it
/// does not run; the log answers in its place. Every other handler runs there, and its answer is compared with the recorded one.
/// </summary>
public interface IMeasuringHandler<TRequest, TResponse> : IRequestHandler<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    /// <summary>
    /// The answer made again from the request and from the recorded measurements: whatever follows from these is computed, so that a forged
    /// reward does not pass.
    /// </summary>
    /// <exception cref="Steps.NonFiniteStepException">The measurements make no finite reward.</exception>
    TResponse Again(TRequest asked, TResponse recorded);
}
