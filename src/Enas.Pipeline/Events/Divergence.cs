namespace Enas.Pipeline.Events;

/// <summary>The first place where what was recorded and what was computed again differ.</summary>
/// <param name="Sequence">Sequence of the recorded event; null where no event was recorded.</param>
/// <param name="Step">Its search step.</param>
/// <param name="EventType">Type of the event that was computed again, or of the recorded one.</param>
/// <param name="Field">The field of its facts, or <c>event_type</c>, or a weight's key.</param>
/// <param name="Recorded">What the log has.</param>
/// <param name="Recomputed">What came out now.</param>
public sealed record Divergence(long? Sequence, long Step, string EventType, string Field, string Recorded, string Recomputed)
{
    /// <inheritdoc />
    public override string ToString() =>
        $"{(Sequence is { } sequence ? $"event {sequence}, " : string.Empty)}step "
            + $"{Step}, {EventType}, {Field}: recorded {Recorded}, recomputed {Recomputed}";
}

/// <summary>Replaying gave something else than what was recorded. Exit code 10.</summary>
public sealed class ReplayDivergedException(Divergence divergence) : Exception(divergence.ToString())
{
    /// <summary>The first difference.</summary>
    public Divergence Divergence { get; } = divergence;
}
