using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Steps.Checkpoint;

/// <summary>A checkpoint was published. Operational: how often weights are cached is not a fact of the search.</summary>
/// <param name="Position">The step count that the state includes.</param>
/// <param name="Reference">The file.</param>
public sealed record CheckpointSaved(StepPosition Position, CheckpointReference Reference) : ISearchEvent
{
    /// <summary>The event's stable name.</summary>
    public const string Name = "checkpoint-saved";

    /// <summary>What others must know of it.</summary>
    public static EventKind Declaration { get; } = new EventKind<CheckpointSaved>(Name, FromRow);

    /// <summary>The event that a row holds.</summary>
    public static CheckpointSaved FromRow(LogRow row)
    {
        using var observations = new FactsReader(row with { Facts = row.Observations });
        return new(
            observations.Position,
            new CheckpointReference(observations.Text("name"), observations.Text("digest"), observations.Integer("bytes")));
    }

    /// <inheritdoc />
    public LogRow ToRow() => FactRow.Operational(Position, Name, new FactsWriter()
        .Text("name", Reference.Name)
        .Text("digest", Reference.Digest)
        .Integer("bytes", Reference.ByteCount));
}
