namespace Enas.Pipeline.Options;

/// <summary>How often steps are committed. Observations only: facts do not depend on it.</summary>
public sealed record LogOptions
{
    public required int GroupEvents { get; init; }

    public required double GroupSeconds { get; init; }
}
