using Enas.Pipeline.Options;
using static Enas.Pipeline.Options.PresetValues;

namespace Enas.Pipeline.Spaces.RnnCell;

// Our own: 4,400 weight steps and 1,000 samples in all, so that a search on Penn Treebank fits two CPU cores.
internal static partial class RnnCellPresets
{
    private static (string Key, object Value)[] Small =>
    [
        .. Section("space", ("nodes", 8), ("activations", FourActivations), ("firstActivation", "sampled"), ("output", "loose-ends")),
        // 400 steps first: a policy that learns from untrained weights learns noise. Then 10 rounds of 400 steps.
        .. Section("strategy", ("kind", "enas"),
            ("warmUpSteps", 400), ("weightStepsPerRound", 400), ("policyStepsPerRound", 20), ("samplesPerPolicyStep", 5)),
        .. Section("sharedWeights", SmallNetwork),
        // With three epochs in all the shared weights underfit, so they need no dropout; small batches make more of the same time.
        .. Section(
            "sharedWeights",
            ("batchSize", 20), ("inputDropout", 0), ("outputDropout", 0), ("decayFactor", 0.7), ("decayStartEpoch", 1)),
        // 200 updates in all need larger steps than the paper's 300,000.
        .. Section(
            "policy",
            ("hidden", 64), ("initRange", 0.1), ("temperature", 5.0), ("tanhConstant", 2.5), ("recencyBias", 0), ("distanceScaling", false),
            ("tiedActivations", false), ("learningRate", 2e-3), ("beta1", 0.9), ("beta2", 0.999), ("epsilon", 1e-8), ("clipNorm", 0),
            ("entropyWeight", 1e-4), ("entropy", "distribution"), ("baselineDecay", 0.9)),
        .. Section("reward", ("c", 80),
            ("perplexityPower", 1), ("windows", 1), ("batchSize", 32), ("sequenceLength", 35), ("commonWindows", true)),
        ("budget.rounds", 10), ("policy.annealRounds", 10),
        .. Section("derive", ("candidates", 20), ("batchSize", 64), ("rule", "lowest-validation-perplexity")),
        .. Section("train.network", SmallNetwork),
        .. Section(
            "train.network",
            ("batchSize", 20), ("inputDropout", 0.1), ("outputDropout", 0.2), ("decayFactor", 0.5), ("decayStartEpoch", 2)),
        .. Section("train", ("epochs", 4), ("averaging", "none"), ("averagingPatience", 10), ("evaluationBatchSize", 10)),
    ];

    // What changes from small. Jobs that name small keep its values and their fingerprints.
    private static (string Key, object Value)[] Small2 =>
    [
        ("budget.cost", BudgetOptions.CostInMultiplyAdds),
        ("train.network.warmUpSteps", 30),
        // As many weight steps as small, a third of them before the first policy step, and none by the policy's taste.
        .. Section("strategy", ("warmUpSteps", 1500), ("weightStepsPerRound", 290), ("weightSampler", StrategyOptions.SampledFairly),
            ("weightSteps", 4400)),
        // Slower, and with an entropy that counts: small runs into cells of one activation on node 0.
        .. Section("policy", ("learningRate", 1e-3), ("entropyWeight", 1e-2), ("baseline", PolicyOptions.StepMeanBaseline)),
        // Windows of 35 words in 64 streams: of Penn Treebank's 33 a screening takes 3, which is 6,720 words.
        .. Section("derive", ("candidates", 150),
            ("screenItems", 3), ("refine", 60), ("refineItems", 10), ("wholeSet", 16)),
        // Trainings of 210,000 words, a quarter of a pass over Penn Treebank: cells of this width came out as after a whole pass.
        .. Section("finals", ("count", 16), ("steps", 300)),
        .. Section("child", ("hidden", 100), ("test", false)),
    ];

    // Without batch norm a cell of identities and relus can grow without bound; the norm limit is the known remedy.
    private static (string Key, object Value)[] SmallNetwork =>
    [
        ("hidden", 200), ("sharing", "edge"), ("tiedDecoder", true), ("decoderBias", true),
        ("batchNorm", "none"), ("batchNormEpsilon", 1e-5), ("hiddenNormLimit", 10),
        ("sequenceLength", 35), ("randomSequenceLength", false), ("embeddingDropout", 0), ("hiddenDropout", 0),
        ("learningRate", 20), ("learningRateFloor", 0), ("clipNorm", 0.25), ("l2", 1e-7),
        ("loss", "mean"), ("slowness", 0), ("activationL2", 0), ("initRange", 0.1),
    ];
}
