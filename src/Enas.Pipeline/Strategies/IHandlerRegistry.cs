using MediatR;

namespace Enas.Pipeline.Strategies;

/// <summary>Takes the handlers of a search's requests.</summary>
public interface IHandlerRegistry
{
    /// <summary>Registers a request's handler.</summary>
    void Handle<TRequest, TResponse>(IRequestHandler<TRequest, TResponse> handler)
        where TRequest : IRequest<TResponse>;
}
