using Enas.Pipeline.Options;
using static Enas.Pipeline.Options.PresetValues;
using static Enas.Pipeline.Spaces.Images.ImagePresetValues;

namespace Enas.Pipeline.Spaces.MicroCnn;

// The presets of convolutional cells (docs/algorithms.md#presets).
internal static class MicroCnnPresets
{
    /// <summary>The operations that the presets search, which a new one does not join.</summary>
    internal static string[] Operations =>
        ["separable-convolution-3x3", "separable-convolution-5x5", "average-pool-3x3", "max-pool-3x3", "identity"];

    /// <summary>The one for beginners first.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("small", "Made for a few CPU cores: cells of 4 nodes, searched and trained within an hour.",
            PresetValues.Of([.. MicroPaper, .. MicroSmall])),
        new("small-2", "As small, with what was learned since: see docs/decisions/0023-recipes-of-small-2.md.",
            PresetValues.Of([.. MicroPaper, .. MicroSmall, .. MicroSmall2])),
        new("paper", "Pham et al. 2018, as far as the paper says.", PresetValues.Of(MicroPaper)),
        new("official", "The authors' released scripts for CIFAR-10, with an auxiliary head that learns.",
            PresetValues.Of([.. MicroPaper, .. MicroOfficial])),
        new("reproducible", "The recipe of aw_nas, the only documented one that is known to work.",
            PresetValues.Of([.. MicroPaper, .. MicroReproducible])),
    ];

    // What the paper leaves open is the released code's.
    private static (string Key, object Value)[] MicroPaper =>
    [
        .. Section("data.images", ("split", "seeded"), ("validFraction", 0.1), ("padding", 4), ("flip", true), ("cutout", 0)),
        .. Section("space", ("nodes", 5), ("operations", Operations)),
        // A round is one epoch.
        .. Section("strategy", ("kind", "enas"),
            ("warmUpSteps", 0), ("weightStepsPerRound", 0), ("policyStepsPerRound", 2000), ("samplesPerPolicyStep", 1)),
        .. Section("sharedWeights", MicroSearchGraph),
        .. Section("sharedWeights", CosineRestarts),
        .. Section("sharedWeights", ("batchSize", 160),
            ("learningRateMinimum", 0.001), ("l2", 1e-4), ("dropoutKeep", 0.9), ("batchNorm", BatchNormPolicies.Batch)),
        .. Section("policy", ImagePolicy),
        .. Section("policy", ("temperature", 5.0), ("tanhConstant", 2.5), ("learningRate", 3.5e-4),
            ("beta1", 0.9), ("epsilon", 1e-8), ("entropyWeight", 0.1), ("entropy", "distribution"), ("baselineDecay", 0.95)),
        .. Section("policy", ("operationTanhReduction", 1), ("convolutionBias", 0), ("convolutionPrior", 0)),
        .. Section("reward", ("batches", 1), ("batchSize", 160), ("commonBatches", false)),
        ("budget.rounds", 150), ("policy.annealRounds", 150),
        .. Section("derive", ("candidates", 100), ("batchSize", 160), ("rule", DeriveRules.HighestAccuracy)),
        .. Section("train.network", MicroFinalGraph),
        .. Section("train.network", CosineRestarts),
        .. Section("train.network", ("batchSize", 144),
            ("learningRateMinimum", 0.0001), ("l2", 2e-4), ("dropoutKeep", 0.8), ("batchNorm", BatchNormPolicies.Running)),
        .. Section("train", ("epochs", 630), ("evaluationBatchSize", 100)),
    ];

    // scripts/cifar10_micro_search.sh and cifar10_micro_final.sh.
    private static (string Key, object Value)[] MicroOfficial =>
    [
        .. Section("data.images", ("split", "last")),
        .. Section("strategy", ("policyStepsPerRound", 30), ("samplesPerPolicyStep", 10)),
        .. Section("sharedWeights", ("learningRateMinimum", 0.0005)),
        .. Section("policy", OfficialImagePolicy),
        .. Section("policy", ("learningRate", 3.5e-3),
            ("tanhConstant", 1.1), ("operationTanhReduction", 2.5), ("convolutionBias", 10), ("convolutionPrior", 0.25)),
        .. Section("derive", ("candidates", 10)),
    ];

    // aw_nas: weight decay of 1e-4 is half of it as a factor of the sum of squares. It names no biases of the operations, so
    // there are none.
    private static (string Key, object Value)[] MicroReproducible =>
    [
        .. Section("data.images", ("validFraction", 0.2)),
        .. Section("strategy", ("policyStepsPerRound", 30), ("samplesPerPolicyStep", 10)),
        .. Section("sharedWeights", ("batchSize", 256), ("learningRateMaximum", 0.075), ("l2", 5e-5), ("auxiliaryWeight", 0)),
        .. Section("policy", ("hidden", 100),
            ("temperature", 1), ("tanhConstant", 1.1), ("operationTanhReduction", 2.5), ("entropyWeight", 0.01), ("baselineDecay", 0.99)),
        .. Section("reward", ("batchSize", 256), ("commonBatches", true)),
        ("budget.rounds", 310), ("policy.annealRounds", 310),
        .. Section("derive", ("candidates", 10), ("batchSize", 256)),
    ];

    // Our own: what two cores can do in an hour, with one fall of the learning rate instead of restarts.
    private static (string Key, object Value)[] MicroSmall =>
    [
        .. Section("space", ("nodes", 4)),
        .. Section("strategy", ("warmUpSteps", 600),
            ("weightStepsPerRound", 100), ("policyStepsPerRound", 10), ("samplesPerPolicyStep", 5)),
        .. Section("sharedWeights", ("filters", 12),
            ("layers", 3), ("batchSize", 64), ("restartPeriod", 7), ("restartFactor", 1), ("dropoutKeep", 1), ("auxiliaryWeight", 0)),
        .. Section("policy", ("learningRate", 3e-3), ("entropyWeight", 1e-3), ("baselineDecay", 0.9)),
        // Without the released code's bounds a search this short falls for pooling, which needs no training.
        .. Section("policy", ("temperature", 1),
            ("tanhConstant", 1.1), ("operationTanhReduction", 2.5), ("convolutionBias", 10), ("convolutionPrior", 0.25)),
        .. Section("reward", ("batchSize", 128), ("commonBatches", true)),
        ("budget.rounds", 20), ("policy.annealRounds", 20),
        .. Section("derive", ("candidates", 20), ("batchSize", 128)),
        .. Section("train.network", ("filters", 16), ("layers", 3), ("batchSize", 64),
            ("restartPeriod", 8), ("restartFactor", 1), ("dropoutKeep", 0.9), ("dropPathKeep", 1), ("auxiliaryWeight", 0)),
        .. Section("train", ("epochs", 8)),
    ];

    // What changes from small. Jobs that name small keep its values and their fingerprints.
    private static (string Key, object Value)[] MicroSmall2 =>
    [
        ("budget.cost", BudgetOptions.CostInMultiplyAdds),
        .. SteadyTraining,
        // As many weight steps as small, half of them before the first policy step, and none by the policy's taste.
        .. Section("strategy", ("warmUpSteps", 1300), ("weightStepsPerRound", 65), ("weightSampler", StrategyOptions.SampledFairly),
            ("weightSteps", 2600), ("ties", "loss")),
        // A warm-up of a twentieth, then one fall over all weight steps.
        .. Section("sharedWeights", ("warmUpSteps", 130), ("annealSteps", 2600), ("learningRateMinimum", 5e-5)),
        // The bounds of small are off, and so is the bias that freezes two logits; the prior in favour of convolutions stays.
        .. Section("policy", ("convolutionBias", 1), ("tanhConstant", 2.5),
            ("operationTanhReduction", 1.5), ("learningRate", 6e-3), ("baseline", PolicyOptions.StepMeanBaseline)),
        // Whole batches of 128 throughout: 300 candidates cost about as much as 40 on the whole set.
        .. Section("derive", ("candidates", 150),
            ("screenItems", 256), ("refine", 60), ("refineItems", 1024), ("wholeSet", 16), ("evenBatches", true)),
        // Twelve trainings of 25,600 images: about twice the images of the shared weights.
        .. Section("finals", ("count", 12), ("steps", 800), ("by", FinalsOptions.ByLoss)),
        .. Section("child", ("filters", 12), ("test", false)),
    ];

    private static (string Key, object Value)[] MicroSearchGraph =>
    [
        ("filters", 20), ("layers", 6),
            ("reductionWidening", 2), ("reduction", CellReductions.FactorisedThenCell), ("looseEnds", LooseEndMerges.Project),
        ("projectSecondInput", false), ("dropPathKeep", 1), ("auxiliaryWeight", 0.4), .. ImageNorms,
    ];

    private static (string Key, object Value)[] MicroFinalGraph =>
    [
        ("filters", 36), ("layers", 15),
            ("reductionWidening", 2), ("reduction", CellReductions.StridedCell), ("looseEnds", LooseEndMerges.Concatenate),
        ("projectSecondInput", true), ("dropPathKeep", 0.6), ("auxiliaryWeight", 0.4), .. ImageNorms,
    ];
}
