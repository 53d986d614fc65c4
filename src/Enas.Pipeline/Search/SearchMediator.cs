using Enas.Pipeline.Strategies;
using MediatR;

namespace Enas.Pipeline.Search;

/// <summary>
/// The mediator of one search, registered by hand so that a missing handler is seen here and nowhere else. Handlers are singletons of the
/// search; the first behaviour is the outermost. Behaviours around every request are open types: a new kind of step needs no registration.
/// </summary>
internal sealed class SearchMediator : IHandlerRegistry
{
    private readonly List<(Type Service, object Instance)> _handlers = [];
    private readonly List<Func<Type, object?>> _behaviors = [];
    private readonly List<(Type Service, Array Behaviors)> _built = [];

    /// <summary>Registers a request's handler.</summary>
    public SearchMediator Handle<TRequest, TResponse>(IRequestHandler<TRequest, TResponse> handler)
        where TRequest : IRequest<TResponse>
    {
        _handlers.Add((typeof(IRequestHandler<TRequest, TResponse>), handler));
        return this;
    }

    void IHandlerRegistry.Handle<TRequest, TResponse>(IRequestHandler<TRequest, TResponse> handler) => Handle(handler);

    /// <summary>Registers a behaviour around one request's handler.</summary>
    public SearchMediator Around<TRequest, TResponse>(IPipelineBehavior<TRequest, TResponse> behavior)
        where TRequest : IRequest<TResponse>
    {
        _behaviors.Add(service => service == typeof(IPipelineBehavior<TRequest, TResponse>) ? behavior : null);
        return this;
    }

    /// <summary>Registers a behaviour around every request's handler.</summary>
    /// <param name="openBehavior">A type with two parameters, the request and the response, such as
    /// <c>typeof(MeasureBehavior&lt;,&gt;)</c>.</param>
    /// <param name="parts">What its constructor takes.</param>
    public SearchMediator AroundAll(Type openBehavior, params object[] parts)
    {
        _behaviors.Add(service => Activator.CreateInstance(openBehavior.MakeGenericType(service.GetGenericArguments()), parts));
        return this;
    }

    /// <summary>The handler of a request.</summary>
    /// <exception cref="InvalidOperationException">None is registered.</exception>
    public IRequestHandler<TRequest, TResponse> HandlerOf<TRequest, TResponse>()
        where TRequest : IRequest<TResponse> =>
            (IRequestHandler<TRequest, TResponse>)HandlerOf(typeof(IRequestHandler<TRequest, TResponse>));

    /// <summary>The mediator over what was registered.</summary>
    public IMediator Build() => new Mediator(Resolve);

    private object Resolve(Type service) => service.IsGenericType && service.GetGenericTypeDefinition() == typeof(IEnumerable<>)
        ? BehaviorsOf(service.GetGenericArguments()[0])
        : HandlerOf(service);

    private object HandlerOf(Type service) => _handlers.FirstOrDefault(handler => handler.Service == service).Instance
        ?? throw new InvalidOperationException($"no handler is registered for {service}");

    private Array BehaviorsOf(Type service)
    {
        if (_built.FirstOrDefault(built => built.Service == service).Behaviors is { } known)
        {
            return known;
        }

        var found = _behaviors.Select(create => create(service)).OfType<object>().ToArray();
        var typed = Array.CreateInstance(service, found.Length);
        Array.Copy(found, typed, found.Length);
        _built.Add((service, typed));
        return typed;
    }
}
