namespace Enas.Pipeline.Events;

/// <summary>
/// One event as the log keeps it, before the log gave it its place. Facts are hashed exactly as they stand here.
/// </summary>
public sealed record LogRow
{
    /// <summary>The search step the event belongs to (weight and policy steps share one count from 0).</summary>
    public required long Step { get; init; }

    /// <summary>Phase name: <c>start</c>, <c>weights</c>, <c>policy</c>, <c>derive</c>, <c>end</c>, or <c>host</c>
    /// for operational events.</summary>
    public required string Phase { get; init; }

    /// <summary>The round (pass over the schedule) the step belongs to, from 0.</summary>
    public required int Epoch { get; init; }

    /// <summary>Stable kebab-case name.</summary>
    public required string EventType { get; init; }

    /// <summary>Version of the facts' meaning.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Whether the event enters the fact chain.</summary>
    public required bool IsFact { get; init; }

    /// <summary>Facts as JSON text: hand-ordered fields, no white space, shortest round-trip numbers, never NaN.</summary>
    public required string Facts { get; init; }

    /// <summary>Observations as JSON text: durations, memory, host. Never hashed into the fact chain.</summary>
    public string Observations { get; init; } = "{}";

    public string? Architecture { get; init; }

    public double? LogProb { get; init; }

    public double? Entropy { get; init; }

    public double? Loss { get; init; }

    public double? Metric { get; init; }

    public double? Reward { get; init; }

    public double? Baseline { get; init; }

    public double? Advantage { get; init; }

    public double? GradNorm { get; init; }

    public double? LearningRate { get; init; }

    public double? DurationMs { get; init; }
}
