using static Enas.Pipeline.Options.PresetValues;

namespace Enas.Pipeline.Spaces.RnnCell;

// Pham et al. 2018. What the paper leaves open is taken from the best-known implementation that follows it.
internal static partial class RnnCellPresets
{
    private static (string Key, object Value)[] Paper =>
    [
        .. Section("space", ("nodes", 12), ("activations", FourActivations), ("firstActivation", "sampled"), ("output", "loose-ends")),
        .. Section("strategy", ("kind", "enas"),
            ("warmUpSteps", 0), ("weightStepsPerRound", 400), ("policyStepsPerRound", 2000), ("samplesPerPolicyStep", 1)),
        .. Section("sharedWeights", PaperNetwork),
        .. Section("sharedWeights", ("hidden", 1000), ("batchNorm", "average"), ("initRange", 0.025)),
        .. Section(
            "policy",
            ("hidden", 100), ("initRange", 0.1),
                ("temperature", 5.0), ("tanhConstant", 2.5), ("recencyBias", 0), ("distanceScaling", false),
            ("tiedActivations", false), ("learningRate", 3.5e-4), ("beta1", 0.9), ("beta2", 0.999), ("epsilon", 1e-8), ("clipNorm", 0),
            // The paper says "moving average" without a number.
            ("entropyWeight", 1e-4), ("entropy", "distribution"), ("baselineDecay", 0.95)),
        .. Section("reward", ("c", 80),
            ("perplexityPower", 1), ("windows", 1), ("batchSize", 64), ("sequenceLength", 35), ("commonWindows", false)),
        ("budget.rounds", 150), ("policy.annealRounds", 150),
        .. Section("derive", ("candidates", 100), ("batchSize", 64), ("rule", "lowest-validation-perplexity")),
        .. Section("train.network", PaperNetwork),
        // 788 gives the 24 M parameters that the paper reports: 10,000 H + 26 H^2 with a tied decoder and 12 nodes.
        // Batch norm is there to steady the shared weights, so the final network has none.
        .. Section("train.network", ("hidden", 788), ("batchNorm", "none"), ("initRange", 0.04)),
        .. Section("train", ("epochs", 150), ("averaging", "none"), ("averagingPatience", 10), ("evaluationBatchSize", 10)),
    ];

    // The paper names variational dropout without amounts; these are those of the implementation that follows it, less its weight drop.
    private static (string Key, object Value)[] PaperNetwork =>
    [
        ("sharing", "edge"), ("tiedDecoder", true), ("decoderBias", false), ("batchNormEpsilon", 1e-5), ("hiddenNormLimit", 0),
        ("batchSize", 64), ("sequenceLength", 35), ("randomSequenceLength", false),
        ("embeddingDropout", 0.1), ("inputDropout", 0.65), ("hiddenDropout", 0), ("outputDropout", 0.4),
        ("learningRate", 20), ("decayFactor", 0.96), ("decayStartEpoch", 15), ("learningRateFloor", 0), ("clipNorm", 0.25), ("l2", 1e-7),
        ("loss", "mean"), ("slowness", 0), ("activationL2", 0),
    ];

    // The same 2,000 samples a round in ten times fewer updates, each over the same four windows for all its samples:
    // differences between rewards are then differences between cells rather than between windows.
    private static (string Key, object Value)[] ReproducibleChanges =>
    [
        ("strategy.policyStepsPerRound", 200), ("strategy.samplesPerPolicyStep", 10),
        ("reward.windows", 4), ("reward.commonWindows", true),
    ];

    private static string[] FourActivations => ["tanh", "relu", "identity", "sigmoid"];
}
