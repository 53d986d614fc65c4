using MediatR;

namespace Enas.Pipeline.Search;

/// <summary>
/// The mediator of one search, registered by hand so that a missing handler is seen here and nowhere else. Handlers are singletons of the
/// search; the first behaviour is the outermost.
/// </summary>
public sealed class SearchMediator
{
    private readonly List<(Type Service, object Instance)> _services = [];

    /// <summary>Registers a request's handler.</summary>
    public SearchMediator Handle<TRequest, TResponse>(IRequestHandler<TRequest, TResponse> handler)
        where TRequest : IRequest<TResponse>
    {
        _services.Add((typeof(IRequestHandler<TRequest, TResponse>), handler));
        return this;
    }

    /// <summary>Registers a behaviour around one request's handler.</summary>
    public SearchMediator Around<TRequest, TResponse>(IPipelineBehavior<TRequest, TResponse> behavior)
        where TRequest : IRequest<TResponse>
    {
        _services.Add((typeof(IPipelineBehavior<TRequest, TResponse>), behavior));
        return this;
    }

    /// <summary>The mediator over what was registered.</summary>
    public IMediator Build() => new Mediator(Resolve);

    private object Resolve(Type service)
    {
        if (service.IsGenericType && service.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        {
            var wanted = service.GetGenericArguments()[0];
            var found = _services.Where(s => s.Service == wanted).Select(s => s.Instance).ToArray();
            var typed = Array.CreateInstance(wanted, found.Length);
            Array.Copy(found, typed, found.Length);
            return typed;
        }

        return _services.FirstOrDefault(s => s.Service == service).Instance
            ?? throw new InvalidOperationException($"no handler is registered for {service}");
    }
}
