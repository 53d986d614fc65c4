using Enas.Pipeline.Events;

namespace Enas.Pipeline.Strategies.Exhaustion;

/// <summary>Nothing new can be proposed any more: the search goes on to its ending.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Evaluated">Different architectures that were evaluated.</param>
public sealed record SpaceExhausted(StepPosition Position, int Evaluated) : IEndsStep
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "space-exhausted";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<SpaceExhausted>(Name, FromRow);

    /// <summary>The event that a row holds.</summary>
    public static SpaceExhausted FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(facts.Position, (int)facts.Integer("evaluated"));
    }

    /// <inheritdoc />
    public LogRow ToRow() => FactRow.Of(Position, Name, new FactsWriter().Integer("step", Position.Step).Integer("evaluated", Evaluated));
}
