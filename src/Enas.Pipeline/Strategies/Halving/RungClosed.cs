using Enas.Pipeline.Events;

namespace Enas.Pipeline.Strategies.Halving;

/// <summary>All architectures of a rung were trained, and the best go on.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Rung">Its number, from 0.</param>
/// <param name="Ranked">The slots of the rung, the best first.</param>
/// <param name="Promoted">The slots that go on to the next rung, the best first; none from the last.</param>
public sealed record RungClosed(StepPosition Position, int Rung, IReadOnlyList<int> Ranked, IReadOnlyList<int> Promoted) : IEndsStep
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "rung-closed";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<RungClosed>(Name, FromRow);

    /// <summary>The event that a row holds.</summary>
    public static RungClosed FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(facts.Position, (int)facts.Integer("rung"), Slots(facts, "ranked"), Slots(facts, "promoted"));
    }

    /// <inheritdoc />
    public LogRow ToRow() => FactRow.Of(Position, Name, new FactsWriter()
        .Integer("step", Position.Step)
        .Integer("rung", Rung)
        .Numbers("ranked", Ranked.Select(slot => (double)slot))
        .Numbers("promoted", Promoted.Select(slot => (double)slot)));

    private static int[] Slots(FactsReader facts, string name) => [.. facts.Numbers(name).Select(slot => (int)slot)];
}
