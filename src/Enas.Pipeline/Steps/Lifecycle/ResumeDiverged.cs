using Enas.Pipeline.Events;

namespace Enas.Pipeline.Steps.Lifecycle;

/// <summary>
/// A search on an inexact backend went on, and some numbers of the steps after the newest checkpoint came out with other bits than
/// recorded. Operational: the recorded numbers stay the facts, and the policy followed them.
/// </summary>
/// <param name="Position">The step count.</param>
/// <param name="First">The first number that differs.</param>
/// <param name="Count">Numbers that differ.</param>
/// <param name="LargestDifference">Largest difference, relative to the recorded number.</param>
internal sealed record ResumeDiverged(StepPosition Position, Divergence First, long Count, double LargestDifference)
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "resume-diverged";

    /// <summary>The event of a recovery, or null when every bit came out.</summary>
    public static ResumeDiverged? Of(StepPosition position, ReplayTolerance? tolerance) =>
        tolerance?.First is { } first ? new(position, first, tolerance.Count, tolerance.Largest) : null;

    /// <summary>Its row.</summary>
    public LogRow ToRow() => FactRow.Operational(Position, Name, new FactsWriter()
        .Integer("at_step", First.Step)
        .Text("event", First.EventType)
        .Text("field", First.Field)
        .Text("recorded", First.Recorded)
        .Text("recomputed", First.Recomputed)
        .Integer("differing", Count)
        .Number("largest_difference", LargestDifference));
}
