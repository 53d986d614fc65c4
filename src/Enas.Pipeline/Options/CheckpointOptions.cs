namespace Enas.Pipeline.Options;

/// <summary>Checkpoints. Never facts.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Steps between checkpoints; 0 means the end of every round.</summary>
    public required int EverySteps { get; init; }

    public required int Keep { get; init; }
}
