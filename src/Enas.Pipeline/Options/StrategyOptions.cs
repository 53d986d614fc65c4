namespace Enas.Pipeline.Options;

/// <summary>Which steps, in which order.</summary>
public sealed record StrategyOptions
{
    /// <summary><c>enas</c> or <c>random</c> (uniform policy, same budget).</summary>
    public required string Kind { get; init; }

    /// <summary>Weight steps before the first round (the policy rests).</summary>
    public required int WarmUpSteps { get; init; }

    /// <summary>Weight steps of a round; 0 means one epoch.</summary>
    public required int WeightStepsPerRound { get; init; }

    /// <summary>Policy steps of a round.</summary>
    public required int PolicyStepsPerRound { get; init; }

    /// <summary>Architectures whose gradients one policy step averages (1, 10 or 20 in the presets).</summary>
    public required int SamplesPerPolicyStep { get; init; }
}
