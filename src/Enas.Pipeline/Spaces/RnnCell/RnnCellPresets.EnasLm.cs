using static Enas.Pipeline.Options.PresetValues;

namespace Enas.Pipeline.Spaces.RnnCell;

// The authors' later language-model code. It draws two masks for the input of the cell, one a sequence each (drop i, then drop x);
// their product is one mask that keeps (1 - i)(1 - x), so inputDropout = 1 - (1 - i)(1 - x).
internal static partial class RnnCellPresets
{
    private static (string Key, object Value)[] EnasLm =>
    [
        // Node 0 is always tanh and no candidate for the output; the published cells choose for eight nodes after it.
        .. Section("space", ("nodes", 9), ("activations", FourActivations), ("firstActivation", "tanh"), ("output", "all-but-first")),
        .. Section("strategy", ("kind", "enas"),
            ("warmUpSteps", 0), ("weightStepsPerRound", 0), ("policyStepsPerRound", 25), ("samplesPerPolicyStep", 10)),
        .. Section("sharedWeights", EnasLmSearchNetwork),
        // The code hands Adam a learning rate only, so the other three are the usual ones.
        .. Section(
            "policy",
            ("hidden", 64), ("initRange", 0.01),
                ("temperature", 5.0), ("tanhConstant", 2.25), ("recencyBias", 1.0 / 6), ("distanceScaling", true),
            ("tiedActivations", true), ("learningRate", 5e-5), ("beta1", 0.9), ("beta2", 0.999), ("epsilon", 1e-8), ("clipNorm", 0),
            ("entropyWeight", 1e-5), ("entropy", "sampled"), ("baselineDecay", 0.999)),
        .. Section("reward", ("c", 80),
            ("perplexityPower", 1), ("windows", 1), ("batchSize", 128), ("sequenceLength", 35), ("commonWindows", false)),
        ("budget.rounds", 600), ("policy.annealRounds", 600),
        .. Section("derive", ("candidates", 10), ("batchSize", 128), ("rule", "lowest-validation-perplexity")),
        .. Section("train.network", EnasLmFinalNetwork),
        .. Section("train", ("epochs", 3000), ("averaging", "nt-asgd"), ("averagingPatience", 10), ("evaluationBatchSize", 1)),
    ];

    // i = .20 and x = .75. The code squares weights twice in its L2 term by mistake; here 8e-7 counts the sum of squares, as was meant.
    private static (string Key, object Value)[] EnasLmSearchNetwork =>
    [
        ("hidden", 200), ("sharing", "edge-activation"), ("tiedDecoder", true), ("decoderBias", false),
        ("batchNorm", "none"), ("batchNormEpsilon", 1e-5), ("hiddenNormLimit", 0),
        ("batchSize", 128), ("sequenceLength", 35), ("randomSequenceLength", true),
        ("embeddingDropout", 0.10), ("inputDropout", 0.80), ("hiddenDropout", 0.25), ("outputDropout", 0.75),
        ("learningRate", 20), ("decayFactor", 1), ("decayStartEpoch", 0), ("learningRateFloor", 0), ("clipNorm", 0.1), ("l2", 8e-7),
        ("loss", "mean"), ("slowness", 1), ("activationL2", 0), ("initRange", 0.04),
    ];

    // i = .175 and x = .725: the input keeps .825 x .275 = .226875.
    private static (string Key, object Value)[] EnasLmFinalNetwork =>
    [
        ("hidden", 800), ("sharing", "edge-activation"), ("tiedDecoder", true), ("decoderBias", false),
        ("batchNorm", "none"), ("batchNormEpsilon", 1e-5), ("hiddenNormLimit", 0),
        ("batchSize", 64), ("sequenceLength", 35), ("randomSequenceLength", true),
        ("embeddingDropout", 0.125), ("inputDropout", 0.773125), ("hiddenDropout", 0.225), ("outputDropout", 0.75),
        ("learningRate", 20), ("decayFactor", 1), ("decayStartEpoch", 0), ("learningRateFloor", 0), ("clipNorm", 0.25), ("l2", 8e-7),
        ("loss", "mean"), ("slowness", 0), ("activationL2", 0.7), ("initRange", 0.05),
    ];
}
