using Enas.Pipeline.Events;

namespace Enas.Pipeline.Strategies.Halving;

/// <summary>An architecture was trained in a rung.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Rung">Its number, from 0.</param>
/// <param name="Place">The architecture and what its training was worth.</param>
public sealed record RungUpdated(StepPosition Position, int Rung, RungPlace Place) : IEndsStep
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "rung-updated";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<RungUpdated>(Name, FromRow);

    /// <summary>The event that a row holds.</summary>
    public static RungUpdated FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(
            facts.Position,
            (int)facts.Integer("rung"),
            new RungPlace((int)facts.Integer("slot"), facts.Text("architecture"), facts.Number("reward")));
    }

    /// <inheritdoc />
    public LogRow ToRow() => FactRow.Of(Position, Name, new FactsWriter()
        .Integer("step", Position.Step)
        .Integer("rung", Rung)
        .Integer("slot", Place.Slot)
        .Text("architecture", Place.Tokens)
        .Number("reward", Place.Reward)) with
    {
        Architecture = Place.Tokens,
        Reward = Place.Reward,
    };
}
