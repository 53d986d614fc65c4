using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Steps.Proxy;

/// <summary>A pool of uniform architectures was ordered by a zero-cost proxy, for the first proposals of a search.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Proxy">The zero-cost proxy that the pool is ordered by.</param>
/// <param name="Order">Which of its values are better.</param>
/// <param name="Ranked">The architectures of the pool with their values, the best first; those without one are left out.</param>
/// <param name="Cost">Multiply-adds of finding them out; null where that is not counted.</param>
public sealed record PoolScreened(
    StepPosition Position, ZeroCostProxy Proxy, MeasureDirection Order, IReadOnlyList<RankedByProxy> Ranked, long? Cost)
    : ICostedEvent, IWithinStep
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "pool-screened";

    private const string Higher = "higher";
    private const string Lower = "lower";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<PoolScreened>(Name, FromRow);

    /// <summary>The event that a row holds.</summary>
    /// <exception cref="LogDamagedException">It names a proxy that this program does not know.</exception>
    public static PoolScreened FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        var name = facts.Text("proxy");
        return new(facts.Position,
            ZeroCostProxy.Of(name) ?? throw new LogDamagedException($"a {Name} event at step {row.Step} has an unknown proxy \"{name}\""),
            facts.Text("order") == Lower ? MeasureDirection.Lower : MeasureDirection.Higher,
            [.. facts.Texts("architectures").Zip(facts.Numbers("values"), (tokens, value) => new RankedByProxy(tokens, value))],
            facts.OptionalInteger(CostFacts.Cost));
    }

    /// <inheritdoc />
    public LogRow ToRow() => FactRow.Of(Position, Name, new FactsWriter()
        .Integer("step", Position.Step)
        .Text("proxy", Proxy.Name)
        .Text("order", Order == MeasureDirection.Lower ? Lower : Higher)
        .Texts("architectures", Ranked.Select(one => one.Tokens))
        .Numbers("values", Ranked.Select(one => one.Value))
        .OptionalInteger(CostFacts.Cost, Cost));
}

/// <summary>An architecture of a pool.</summary>
/// <param name="Tokens">The architecture as its token string, in the form of the log.</param>
/// <param name="Value">What the proxy says of it.</param>
public sealed record RankedByProxy(string Tokens, double Value);
