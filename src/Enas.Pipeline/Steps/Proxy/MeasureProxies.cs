using Enas.Pipeline.Architectures;
using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using MediatR;

namespace Enas.Pipeline.Steps.Proxy;

/// <summary>Say what zero-cost proxies say of an architecture.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Ordinal">Number of the sample within the step; of the candidate or finalist at the end.</param>
/// <param name="Tokens">The architecture as its token string, in the form of the log.</param>
public sealed record MeasureProxies(StepPosition Position, int Ordinal, string Tokens) : IRequest<ProxiesMeasured>;

/// <summary>Asks the meter. Where the policy alone is derived again, the log answers: no data are needed.</summary>
/// <param name="space">What is searched.</param>
/// <param name="meter">Who knows.</param>
/// <param name="proxies">Which proxies.</param>
/// <param name="isCostCounted">Whether the job has costs counted.</param>
internal sealed class MeasureProxiesHandler(
    SearchSpace space, IProxyMeter meter, IReadOnlyList<ZeroCostProxy> proxies, bool isCostCounted)
    : IMeasuringHandler<MeasureProxies, ProxiesMeasured>
{
    /// <inheritdoc />
    public Task<ProxiesMeasured> Handle(MeasureProxies request, CancellationToken cancellationToken)
    {
        var architecture = space.Parse(request.Tokens);
        return Task.FromResult(new ProxiesMeasured(
            request.Position, request.Ordinal, request.Tokens, meter.ValuesOf(architecture, proxies),
            isCostCounted ? meter.CostOf(architecture, proxies).MultiplyAdds : null));
    }

    /// <inheritdoc />
    public ProxiesMeasured Again(MeasureProxies asked, ProxiesMeasured recorded) =>
        new(asked.Position, asked.Ordinal, asked.Tokens, recorded.Values, recorded.Cost);
}
