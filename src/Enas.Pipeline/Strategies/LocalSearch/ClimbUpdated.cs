using Enas.Pipeline.Events;

namespace Enas.Pipeline.Strategies.LocalSearch;

/// <summary>A climb took an evaluation into account.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="At">Where it stands; null at a start that is not yet evaluated.</param>
/// <param name="Moves">How many times it went to a better neighbour.</param>
/// <param name="Restarts">How many local optima it left for another start.</param>
public sealed record ClimbUpdated(StepPosition Position, string? At, long Moves, int Restarts) : IEndsStep
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "climb-updated";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<ClimbUpdated>(Name, FromRow);

    /// <summary>The event that a row holds.</summary>
    public static ClimbUpdated FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(facts.Position, facts.OptionalText("architecture"), facts.Integer("moves"), (int)facts.Integer("restarts"));
    }

    /// <inheritdoc />
    public LogRow ToRow()
    {
        var facts = new FactsWriter().Integer("step", Position.Step);
        if (At is not null)
        {
            facts.Text("architecture", At);
        }

        return FactRow.Of(Position, Name, facts.Integer("moves", Moves).Integer("restarts", Restarts)) with { Architecture = At };
    }
}
