using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Steps.Proxy;

/// <summary>What zero-cost proxies say of an architecture became known, before it was trained or evaluated: once for each architecture of a
/// search that records them.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Ordinal">Number of the sample within the step; of the candidate or finalist at the end.</param>
/// <param name="Tokens">The architecture as its token string, in the form of the log.</param>
/// <param name="Values">The values; a proxy that has none that is finite is not in the facts.</param>
/// <param name="Cost">Multiply-adds of finding them out; null where that is not counted.</param>
public sealed record ProxiesMeasured(StepPosition Position, int Ordinal, string Tokens, ProxyValues Values, long? Cost) : ICostedEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "proxies-measured";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<ProxiesMeasured>(Name, FromRow);

    /// <summary>The event that a row holds.</summary>
    public static ProxiesMeasured FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(facts.Position, (int)facts.Integer("ordinal"), facts.Text("architecture"),
            ProxyValues.Of(ZeroCostProxy.All.Where(proxy => facts.Has(proxy.FactName))
                .Select(proxy => new ProxyValue(proxy, facts.Number(proxy.FactName)))),
            facts.OptionalInteger(CostFacts.Cost));
    }

    /// <inheritdoc />
    public LogRow ToRow()
    {
        var facts = new FactsWriter().Integer("step", Position.Step).Integer("ordinal", Ordinal).Text("architecture", Tokens);
        foreach (var (proxy, value) in Values.Values)
        {
            facts.OptionalNumber(proxy.FactName, value);
        }

        return FactRow.Of(Position, Name, facts.OptionalInteger(CostFacts.Cost, Cost)) with { Architecture = Tokens };
    }
}
