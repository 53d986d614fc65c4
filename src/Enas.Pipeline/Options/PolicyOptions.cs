namespace Enas.Pipeline.Options;

/// <summary>The LSTM policy and its training by REINFORCE.</summary>
public sealed record PolicyOptions
{
    public required int Hidden { get; init; }

    public required double InitRange { get; init; }

    /// <summary>Logits are divided by it first.</summary>
    public required double Temperature { get; init; }

    /// <summary>c of c·tanh(logit); 0 for none.</summary>
    public required double TanhConstant { get; init; }

    /// <summary>Subtracted from an index logit: this times distance² (official: 1/6).</summary>
    public required double RecencyBias { get; init; }

    /// <summary>The chosen node's state is divided by 0.1 + distance before it becomes the next input (official, enas-lm).</summary>
    public required bool DistanceScaling { get; init; }

    /// <summary>Activation logits use the activation embedding (enas-lm) instead of a matrix of their own.</summary>
    public required bool TiedActivations { get; init; }

    public required double LearningRate { get; init; }

    public required double Beta1 { get; init; }

    public required double Beta2 { get; init; }

    public required double Epsilon { get; init; }

    /// <summary>Largest gradient norm, 0 for none.</summary>
    public required double ClipNorm { get; init; }

    /// <summary>Weight of the entropy in the signal.</summary>
    public required double EntropyWeight { get; init; }

    /// <summary><c>distribution</c> (true entropy) or <c>sampled</c> (-p log p of the sampled action, official).</summary>
    public required string Entropy { get; init; }

    /// <summary>d of b ← d b + (1-d) signal.</summary>
    public required double BaselineDecay { get; init; }

    /// <summary><see cref="MovingBaseline"/> or <see cref="StepMeanBaseline"/>.</summary>
    public string Baseline { get; init; } = MovingBaseline;

    /// <summary>Macro: bit i attends to entry i (<see cref="AlignedKeys"/>) or to layer i (<see cref="ShiftedKeys"/>, official).</summary>
    public string SkipKeys { get; init; } = AlignedKeys;

    /// <summary>Macro: <see cref="BernoulliPenalty"/> (of the sampled probabilities) or <see cref="OfficialPenalty"/> (of
    /// each logit's sigmoid).</summary>
    public string SkipPenalty { get; init; } = BernoulliPenalty;

    /// <summary>Macro: ρ, the share of skips that the penalty pulls to.</summary>
    public double SkipTarget { get; init; } = 0.4;

    /// <summary>Macro: weight of the skip penalty in the policy's loss, 0 for none.</summary>
    public double SkipWeight { get; init; }

    /// <summary>Micro: an operation's logit is squashed with c divided by this.</summary>
    public double OperationTanhReduction { get; init; } = 1;

    /// <summary>Micro: initial value of the learned bias of the separable convolutions; that of the others is 0.</summary>
    public double ConvolutionBias { get; init; }

    /// <summary>Micro: added to a separable convolution's squashed logit and taken from the others', in the normal cell, always.</summary>
    public double ConvolutionPrior { get; init; }

    public const string MovingBaseline = "moving";
    public const string StepMeanBaseline = "step-mean";
    public const string AlignedKeys = "aligned";
    public const string ShiftedKeys = "shifted";
    public const string BernoulliPenalty = "bernoulli-kl";
    public const string OfficialPenalty = "official";
}
