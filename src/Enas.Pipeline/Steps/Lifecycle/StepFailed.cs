using Enas.Pipeline.Events;

namespace Enas.Pipeline.Steps.Lifecycle;

/// <summary>A loss, gradient or reward was not finite; the step's update was not applied.</summary>
/// <param name="Position">The step that it belongs to: its number from 0, its phase and its round.</param>
/// <param name="Reason">Stable kebab-case reason.</param>
/// <param name="Cost">Multiply-adds of what was done before that was known; null where they are not counted, or by a program that did not
/// count those of failed steps.</param>
public sealed record StepFailed(StepPosition Position, string Reason, long? Cost = null) : IEndsStep, ICostedEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "step-failed";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<StepFailed>(Name, FromRow);

    /// <summary>The event that a row holds.</summary>
    public static StepFailed FromRow(LogRow row)
    {
        using var facts = new FactsReader(row);
        return new(facts.Position, facts.Text("reason"), facts.OptionalInteger(CostFacts.Cost));
    }

    /// <inheritdoc />
    public LogRow ToRow() => FactRow.Of(Position, Name, new FactsWriter()
        .Integer("step", Position.Step)
        .Text("reason", Reason)
        .OptionalInteger(CostFacts.Cost, Cost));
}
