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

    /// <summary>Who chooses the architectures whose weights are trained, one of the words below.</summary>
    public string WeightSampler { get; init; } = SampledByPolicy;

    /// <summary>Share of the weight steps that <see cref="SampledMixed"/> gives to uniform architectures.</summary>
    public double UniformShare { get; init; } = StandardUniformShare;

    /// <summary>The share of a job that names none.</summary>
    public const double StandardUniformShare = 0.5;

    /// <summary>The policy, as in the first searches.</summary>
    public const string SampledByPolicy = "policy";

    /// <summary>Uniform draws.</summary>
    public const string SampledUniformly = "uniform";

    /// <summary>Uniform draws and the policy in turns.</summary>
    public const string SampledMixed = "mixed";

    /// <summary>Each option of each decision equally often.</summary>
    public const string SampledFairly = "fair";
}
