using static Enas.Pipeline.Options.PresetValues;

namespace Enas.Pipeline.Spaces.RnnCell;

// The released code's search and final scripts for Penn Treebank, with all four activations that its shared weights hold
// (its policy samples two of them: set space.activations to ["tanh", "relu"] for that).
internal static partial class RnnCellPresets
{
    private static (string Key, object Value)[] Official =>
    [
        .. Section("space", ("nodes", 12), ("activations", FourActivations), ("firstActivation", "sampled"), ("output", "loose-ends")),
        // A round is one epoch, 1,327 steps at batch 20.
        .. Section("strategy", ("kind", "enas"),
            ("warmUpSteps", 0), ("weightStepsPerRound", 0), ("policyStepsPerRound", 100), ("samplesPerPolicyStep", 10)),
        .. Section("sharedWeights", OfficialSearchNetwork),
        .. Section(
            "policy",
            ("hidden", 100), ("initRange", 0.1),
                ("temperature", 5.0), ("tanhConstant", 2.5), ("recencyBias", 1.0 / 6), ("distanceScaling", true),
            ("tiedActivations", false), ("learningRate", 1e-3), ("beta1", 0), ("beta2", 0.999), ("epsilon", 1e-3), ("clipNorm", 0),
            ("entropyWeight", 1e-3), ("entropy", "sampled"), ("baselineDecay", 0.99)),
        .. Section("reward", ("c", 80),
            ("perplexityPower", 1), ("windows", 1), ("batchSize", 20), ("sequenceLength", 35), ("commonWindows", false)),
        ("budget.rounds", 100), ("policy.annealRounds", 100),
        // The code prints ten samples after each policy phase and leaves the choice to the user.
        .. Section("derive", ("candidates", 10), ("batchSize", 20), ("rule", "lowest-validation-perplexity")),
        .. Section("train.network", OfficialFinalNetwork),
        .. Section("train", ("epochs", 2000), ("averaging", "none"), ("averagingPatience", 10), ("evaluationBatchSize", 10)),
    ];

    // Dropouts are 1 - keep of .75 / .25 / .75 / .25 for word, input, hidden and output.
    private static (string Key, object Value)[] OfficialSearchNetwork =>
    [
        ("hidden", 720), ("sharing", "edge-activation"), ("tiedDecoder", true), ("decoderBias", false),
        ("batchNorm", "nodes-and-average"), ("batchNormEpsilon", 1.0), ("hiddenNormLimit", 0),
        ("batchSize", 20), ("sequenceLength", 35), ("randomSequenceLength", false),
        ("embeddingDropout", 0.25), ("inputDropout", 0.75), ("hiddenDropout", 0.25), ("outputDropout", 0.75),
        ("learningRate", 0.25), ("decayFactor", 0.95), ("decayStartEpoch", 12), ("learningRateFloor", 5e-4), ("clipNorm", 10), ("l2", 1e-7),
        ("loss", "sum-per-sequence"), ("slowness", 0), ("activationL2", 0), ("initRange", 0.04),
    ];

    // Dropouts are 1 - keep of .79 / .25 / .75 / .24; 748 gives 22,027,104 parameters.
    private static (string Key, object Value)[] OfficialFinalNetwork =>
    [
        ("hidden", 748), ("sharing", "edge-activation"), ("tiedDecoder", true), ("decoderBias", false),
        ("batchNorm", "none"), ("batchNormEpsilon", 1e-5), ("hiddenNormLimit", 0),
        ("batchSize", 64), ("sequenceLength", 35), ("randomSequenceLength", false),
        ("embeddingDropout", 0.21), ("inputDropout", 0.75), ("hiddenDropout", 0.25), ("outputDropout", 0.76),
        ("learningRate", 20), ("decayFactor", 0.9991),
            ("decayStartEpoch", 14), ("learningRateFloor", 1e-3), ("clipNorm", 0.25), ("l2", 5e-7),
        ("loss", "sum-per-sequence"), ("slowness", 1e-3), ("activationL2", 0), ("initRange", 0.04),
    ];
}
