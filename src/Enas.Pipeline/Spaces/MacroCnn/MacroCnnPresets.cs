using Enas.Pipeline.Options;
using static Enas.Pipeline.Options.PresetValues;
using static Enas.Pipeline.Spaces.Images.ImagePresetValues;

namespace Enas.Pipeline.Spaces.MacroCnn;

// The presets of whole convolutional networks (docs/algorithms.md#presets).
internal static class MacroCnnPresets
{
    /// <summary>The operations that the presets search, which a new one does not join.</summary>
    internal static string[] Operations =>
        ["convolution-3x3", "separable-convolution-3x3",
            "convolution-5x5", "separable-convolution-5x5", "average-pool-3x3", "max-pool-3x3"];

    /// <summary>The one for beginners first.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("small", "Made for a few CPU cores: networks of 6 layers, searched and trained within an hour.",
            PresetValues.Of([.. MacroPaper, .. MacroSmall])),
        new("small-2", "As small, with what was learned since: see docs/decisions/0023-recipes-of-small-2.md.",
            PresetValues.Of([.. MacroPaper, .. MacroSmall, .. MacroSmall2])),
        new("paper", "Pham et al. 2018, as far as the paper says.", PresetValues.Of(MacroPaper)),
        new("official", "The authors' released scripts for CIFAR-10, with an operation that counts.",
            PresetValues.Of([.. MacroPaper, .. MacroOfficial])),
        new("reproducible", "As paper, with rewards that are measured well enough to be compared.",
            PresetValues.Of([.. MacroPaper, .. MacroReproducible])),
    ];

    // What the paper leaves open is the released code's.
    private static (string Key, object Value)[] MacroPaper =>
    [
        .. Section("data.images", ("split", "seeded"), ("validFraction", 0.1), ("padding", 4), ("flip", true), ("cutout", 0)),
        .. Section("space", ("layers", 12), ("operations", Operations)),
        // A round is one epoch.
        .. Section("strategy", ("kind", "enas"),
            ("warmUpSteps", 0), ("weightStepsPerRound", 0), ("policyStepsPerRound", 2000), ("samplesPerPolicyStep", 1)),
        .. Section("sharedWeights", MacroSearchGraph),
        .. Section("sharedWeights", CosineRestarts),
        .. Section("sharedWeights", ("batchSize", 128),
            ("learningRateMinimum", 0.001), ("l2", 1e-4), ("dropoutKeep", 0.9), ("batchNorm", BatchNormPolicies.Running)),
        .. Section("policy", ImagePolicy),
        // Temperature, tanh constant and entropy weight are those of the paper's text.
        .. Section("policy", ("temperature", 5.0), ("tanhConstant", 2.5), ("learningRate", 3.5e-4),
            ("beta1", 0.9), ("epsilon", 1e-8), ("entropyWeight", 0.1), ("entropy", "distribution"), ("baselineDecay", 0.95)),
        .. Section("policy", ("skipKeys", PolicyOptions.AlignedKeys),
            ("skipPenalty", PolicyOptions.BernoulliPenalty), ("skipTarget", 0.4), ("skipWeight", 0.8)),
        .. Section("reward", ("batches", 1), ("batchSize", 128), ("commonBatches", false)),
        ("budget.rounds", 310), ("policy.annealRounds", 310),
        .. Section("derive", ("candidates", 100), ("batchSize", 128), ("rule", DeriveRules.HighestAccuracy)),
        .. Section("train.network", MacroFinalGraph),
        .. Section("train.network", CosineRestarts),
        // 128 channels and two doublings give the 512 of the last layers that the paper reports for its larger network.
        .. Section("train.network", ("filters", 128), ("batchSize", 128),
            ("learningRateMinimum", 0.001), ("l2", 1e-4), ("dropoutKeep", 0.5), ("batchNorm", BatchNormPolicies.Running)),
        .. Section("train", ("epochs", 310), ("evaluationBatchSize", 100)),
    ];

    // scripts/cifar10_macro_search.sh and cifar10_macro_final.sh. Their clipping changes nothing, so there is none here.
    private static (string Key, object Value)[] MacroOfficial =>
    [
        .. Section("data.images", ("split", "last")),
        .. Section("strategy", ("policyStepsPerRound", 50), ("samplesPerPolicyStep", 20)),
        .. Section("sharedWeights", ("learningRateMinimum", 0.0005), ("l2", 2.5e-4)),
        .. Section("policy", OfficialImagePolicy),
        .. Section("policy", ("learningRate", 1e-3), ("tanhConstant", 1.5), ("entropy", "sampled")),
        .. Section("policy", ("skipKeys", PolicyOptions.ShiftedKeys), ("skipPenalty", PolicyOptions.OfficialPenalty)),
        // The code prints ten samples after each policy phase and leaves the choice to the user.
        .. Section("derive", ("candidates", 10)),
        .. Section("train.network", ("filters", 96), ("batchSize", 100), ("l2", 2e-4)),
    ];

    // A reward of 1,024 images that all samples of a step share: its deviation is a third of that of 128. What the images have in common
    // for all of them stays in their advantages under a moving baseline, which runs across steps.
    private static (string Key, object Value)[] MacroReproducible =>
    [
        .. Section("strategy", ("policyStepsPerRound", 50), ("samplesPerPolicyStep", 20)),
        .. Section("sharedWeights", ("batchNorm", BatchNormPolicies.Batch)),
        .. Section("policy", ("learningRate", 1e-3)),
        .. Section("reward", ("batches", 8), ("commonBatches", true)),
    ];

    // Our own: what two cores can do in an hour, with one fall of the learning rate instead of restarts.
    private static (string Key, object Value)[] MacroSmall =>
    [
        .. Section("space", ("layers", 6)),
        .. Section("strategy", ("warmUpSteps", 1500),
            ("weightStepsPerRound", 300), ("policyStepsPerRound", 10), ("samplesPerPolicyStep", 5)),
        .. Section("sharedWeights", ("filters", 16),
            ("batchSize", 64), ("restartPeriod", 18), ("restartFactor", 1), ("dropoutKeep", 1), ("batchNorm", BatchNormPolicies.Batch)),
        .. Section("policy", ("learningRate", 3e-3), ("entropyWeight", 1e-3), ("baselineDecay", 0.9)),
        .. Section("reward", ("batchSize", 128), ("commonBatches", true)),
        ("budget.rounds", 20), ("policy.annealRounds", 20),
        .. Section("derive", ("candidates", 20)),
        .. Section("train.network", ("filters", 32), ("batchSize", 64), ("restartPeriod", 15), ("restartFactor", 1), ("dropoutKeep", 0.9)),
        .. Section("train", ("epochs", 15)),
    ];

    // What changes from small. Jobs that name small keep its values and their fingerprints.
    private static (string Key, object Value)[] MacroSmall2 =>
    [
        ("budget.cost", BudgetOptions.CostInMultiplyAdds),
        .. SteadyTraining,
        // As many weight steps as small, half of them before the first policy step, and none by the policy's taste.
        .. Section("strategy", ("warmUpSteps", 3700), ("weightStepsPerRound", 190), ("weightSampler", StrategyOptions.SampledFairly),
            ("weightSteps", 7500), ("ties", "loss")),
        // A warm-up of a twentieth, then one fall over all weight steps.
        .. Section("sharedWeights", ("warmUpSteps", 375), ("annealSteps", 7500), ("learningRateMinimum", 5e-5)),
        .. Section("policy", ("temperature", 1), ("learningRate", 0.01), ("skipWeight", 0.1), ("baseline", PolicyOptions.StepMeanBaseline)),
        // Whole batches of 128 throughout: 300 candidates cost about as much as 40 on the whole set.
        .. Section("derive", ("candidates", 150),
            ("screenItems", 256), ("refine", 60), ("refineItems", 1024), ("wholeSet", 16), ("evenBatches", true)),
        // Twelve trainings of 51,200 images: some 30 % more images than the shared weights see.
        .. Section("finals", ("count", 12), ("steps", 1600), ("by", FinalsOptions.ByLoss)),
        .. Section("child", ("filters", 16), ("test", false)),
    ];

    private static (string Key, object Value)[] MacroSearchGraph =>
        [("filters", 36), ("reductionWidening", 1), ("skipMerge", SkipMerges.Sum), .. ImageNorms];

    private static (string Key, object Value)[] MacroFinalGraph =>
        [("filters", 96), ("reductionWidening", 2), ("skipMerge", SkipMerges.Concatenate), .. ImageNorms];
}
