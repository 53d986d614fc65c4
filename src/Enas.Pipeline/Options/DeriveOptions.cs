namespace Enas.Pipeline.Options;

/// <summary>How the result is chosen.</summary>
public sealed record DeriveOptions
{
    /// <summary>Candidates sampled from the policy, each scored on the whole validation set; as many uniform ones beside them.</summary>
    public required int Candidates { get; init; }

    /// <summary>Streams that the validation set is split into when a candidate is scored.</summary>
    public required int BatchSize { get; init; }

    /// <summary>See <see cref="DeriveRules"/>.</summary>
    public required string Rule { get; init; }
}
