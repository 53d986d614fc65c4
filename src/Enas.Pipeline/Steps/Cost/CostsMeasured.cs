using Enas.Pipeline.Events;
using Enas.Pipeline.Measures;

namespace Enas.Pipeline.Steps.Cost;

/// <summary>What an architecture costs became known, before it was evaluated: once for each architecture of a search that records
/// costs.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Ordinal">Number of the sample within the step; of the candidate of its source at the end.</param>
/// <param name="Tokens">The architecture as its token string, in the form of the log.</param>
/// <param name="Costs">Its costs.</param>
public sealed record CostsMeasured(StepPosition Position, int Ordinal, string Tokens, ArchitectureCosts Costs) : ISearchEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "costs-measured";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<CostsMeasured>(Name, FromRow) { IsExact = true };

    /// <summary>The event that a row holds.</summary>
    public static CostsMeasured FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(facts.Position, (int)facts.Integer("ordinal"), facts.Text("architecture"), ArchitectureCosts.Of(
            CostMeasure.All.Where(cost => facts.Has(cost.FactName)).Select(cost => new CostValue(cost, facts.Number(cost.FactName)))));
    }

    /// <inheritdoc />
    public LogRow ToRow()
    {
        var facts = new FactsWriter().Integer("step", Position.Step).Integer("ordinal", Ordinal).Text("architecture", Tokens);
        foreach (var (cost, value) in Costs.Values)
        {
            facts.Number(cost.FactName, value);
        }

        return FactRow.Of(Position, Name, facts) with { Architecture = Tokens };
    }
}
