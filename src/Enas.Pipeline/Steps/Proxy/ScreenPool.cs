using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Ports;
using MediatR;

namespace Enas.Pipeline.Steps.Proxy;

/// <summary>Draw a pool of uniform architectures and order it by a zero-cost proxy.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Proxy">The zero-cost proxy that the pool is ordered by.</param>
/// <param name="Draws">Draws of the pool; an architecture that is drawn twice is in it once.</param>
/// <param name="Order">Which values are better.</param>
public sealed record ScreenPool(StepPosition Position, ZeroCostProxy Proxy, int Draws, MeasureDirection Order) : IRequest<PoolScreened>;

/// <summary>
/// Draws it from the stream <c>warm-start/pool</c> and asks the meter. Where the policy alone is derived again the log answers for the
/// values; that those architectures are of the pool, and their order, come out again.
/// </summary>
/// <param name="space">What is searched.</param>
/// <param name="meter">Who knows the values.</param>
/// <param name="seed">The search's seed.</param>
/// <param name="isCostCounted">Whether the job has costs counted.</param>
internal sealed class ScreenPoolHandler(SearchSpace space, IProxyMeter meter, ulong seed, bool isCostCounted)
    : IMeasuringHandler<ScreenPool, PoolScreened>
{
    /// <inheritdoc />
    public Task<PoolScreened> Handle(ScreenPool request, CancellationToken cancellationToken)
    {
        var pool = Pool(request);
        return Task.FromResult(Ranked(
            request, pool.Select(architecture => (architecture.Tokens, meter.ValuesOf(architecture, [request.Proxy]).Of(request.Proxy))),
            isCostCounted ? pool.Sum(architecture => meter.CostOf(architecture, [request.Proxy]).MultiplyAdds) : null));
    }

    /// <inheritdoc />
    public PoolScreened Again(ScreenPool asked, PoolScreened recorded) => Ranked(
        asked,
        Pool(asked).Select(architecture => (architecture.Tokens,
            recorded.Ranked.FirstOrDefault(one => one.Tokens == architecture.Tokens)?.Value)),
        recorded.Cost);

    private Architecture[] Pool(ScreenPool request)
    {
        var draws = new RandomStream(seed, "warm-start/pool");
        return [.. Enumerable.Range(0, request.Draws).Select(draw => UniformDraw.Of(space, draws, 0, draw)).Distinct()];
    }

    // Equal ones in the order of their draws.
    private static PoolScreened Ranked(ScreenPool request, IEnumerable<(string Tokens, double? Value)> pool, long? cost) => new(
        request.Position, request.Proxy, request.Order,
        [
            .. pool.Where(one => one.Value is not null).Select(one => new RankedByProxy(one.Tokens, one.Value!.Value))
                .OrderBy(one => request.Order == MeasureDirection.Higher ? -one.Value : one.Value),
        ],
        cost);
}
