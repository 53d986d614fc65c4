using Enas.Pipeline.Events;

namespace Enas.Pipeline.Steps.Mixtures;

/// <summary>
/// What every option costs was counted, once in a search. With it the expected cost of a mixture follows from the log alone, without the
/// data whose shape the costs depend on.
/// </summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Base">Multiply-adds of the architecture that takes the first option of each choice.</param>
/// <param name="Costs">For each option of all choices: those of the architecture that takes it and the first of every other choice.</param>
public sealed record OptionCostsMeasured(StepPosition Position, long Base, IReadOnlyList<long> Costs) : IWithinStep
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "option-costs-measured";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<OptionCostsMeasured>(Name, FromRow) { IsExact = true };

    /// <summary>The event that a row holds.</summary>
    public static OptionCostsMeasured FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(facts.Position, facts.Integer("base"), [.. facts.Numbers("multiply_adds").Select(cost => (long)cost)]);
    }

    /// <summary>Multiply-adds that weights expect of an architecture: exact where the choices' costs add up.</summary>
    public double ExpectedOf(IReadOnlyList<double> weights) =>
        Base + Costs.Zip(weights, (cost, weight) => weight * (cost - Base)).Sum();

    /// <inheritdoc />
    public LogRow ToRow() => FactRow.Of(Position, Name, new FactsWriter()
        .Integer("step", Position.Step).Integer("base", Base).Numbers("multiply_adds", Costs.Select(cost => (double)cost)));
}
