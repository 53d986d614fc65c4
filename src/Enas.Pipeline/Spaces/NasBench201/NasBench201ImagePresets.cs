using Enas.Pipeline.Options;
using static Enas.Pipeline.Options.PresetValues;
using static Enas.Pipeline.Spaces.Images.ImagePresetValues;

namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>The presets of the benchmark's networks on images (docs/algorithms.md#nas-bench-201-network).</summary>
internal static class NasBench201ImagePresets
{
    /// <summary>The one for beginners first.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("small", "Made for a few CPU cores: C = 8 and N = 1, shared weights under fair decks within an hour.",
            PresetValues.Of([.. Benchmark, .. Small])),
        new("small-2", "As small, with an ending that trains the best candidates alone: see docs/decisions/0023-recipes-of-small-2.md.",
            PresetValues.Of([.. Benchmark, .. Small, .. Small2])),
        new("benchmark", "C = 16 and N = 5: weight sharing as NATS-Bench configures it, final training as the table was made.",
            PresetValues.Of(Benchmark)),
    ];

    // NATS-Bench's weight sharing (D-X-Y/AutoDL-Projects, configs/nas-benchmark/algos/weight-sharing.config): 100 epochs of SGD. The final
    // training is the one that the table holds after 200 epochs (configs/nas-benchmark/CIFAR.config). A weight decay is twice the factor of
    // the sum of squares.
    private static (string Key, object Value)[] Benchmark =>
    [
        .. Section("data.images", ("split", "seeded"), ("validFraction", 0.5), ("padding", 4), ("flip", true), ("cutout", 0)),
        // A round is one epoch.
        .. Section("strategy", ("warmUpSteps", 0), ("weightStepsPerRound", 0), ("policyStepsPerRound", 50), ("samplesPerPolicyStep", 20)),
        .. Section("sharedWeights", ("filters", 16), ("cellsPerStage", 5), ("batchNormAffine", false)),
        .. Section("sharedWeights", ImageNorms),
        .. Section("sharedWeights", ("batchSize", 64), ("learningRateMaximum", 0.025), ("learningRateMinimum", 0.001),
            ("restartPeriod", 100), ("restartFactor", 1), ("l2", 2.5e-4), ("clipNorm", 5), ("dropoutKeep", 1),
            ("batchNorm", BatchNormPolicies.Batch)),
        .. Section("policy", ("hidden", 32), ("initRange", 0.1), ("temperature", 5), ("tanhConstant", 2.5), ("learningRate", 1e-3),
            ("beta1", 0), ("beta2", 0.999), ("epsilon", 1e-3), ("clipNorm", 0), ("entropyWeight", 1e-4), ("entropy", "distribution"),
            ("baselineDecay", 0.99)),
        .. Section("reward", ("batches", 1), ("batchSize", 512), ("commonBatches", false)),
        ("budget.rounds", 100), ("policy.annealRounds", 100),
        .. Section("derive", ("candidates", 100), ("batchSize", 512), ("rule", DeriveRules.HighestAccuracy)),
        .. Section("train.network", ("filters", 16), ("cellsPerStage", 5), ("batchNormAffine", true)),
        .. Section("train.network", ImageNorms),
        .. Section("train.network", ("batchSize", 256), ("learningRateMaximum", 0.1), ("learningRateMinimum", 0),
            ("restartPeriod", 200), ("restartFactor", 1), ("l2", 2.5e-4), ("dropoutKeep", 1), ("batchNorm", BatchNormPolicies.Running)),
        .. Section("train", ("epochs", 200), ("evaluationBatchSize", 512)),
    ];

    // Our own: what one or two cores can do in an hour. The split leaves most images to the weights.
    private static (string Key, object Value)[] Small =>
    [
        ("data.images.validFraction", 0.1),
        ("budget.cost", BudgetOptions.CostInMultiplyAdds),
        .. Section("strategy", ("warmUpSteps", 4000),
            ("weightStepsPerRound", 200), ("policyStepsPerRound", 5), ("samplesPerPolicyStep", 10),
            ("weightSampler", StrategyOptions.SampledFairly), ("weightSteps", 8000)),
        .. Section("sharedWeights", ("filters", 8), ("cellsPerStage", 1), ("warmUpSteps", 100), ("annealSteps", 8000),
            ("learningRateMaximum", 0.05), ("learningRateMinimum", 5e-5)),
        .. Section("policy", ("temperature", 1), ("learningRate", 6e-3), ("beta1", 0.9), ("epsilon", 1e-8), ("entropyWeight", 1e-3),
            ("baselineDecay", 0.9), ("baseline", PolicyOptions.StepMeanBaseline)),
        .. Section("reward", ("batchSize", 128), ("commonBatches", true)),
        ("budget.rounds", 20), ("policy.annealRounds", 20),
        .. Section("derive", ("candidates", 50), ("batchSize", 128), ("evenBatches", true)),
        .. Section("train.network", ("filters", 8), ("cellsPerStage", 1), ("restartPeriod", 12)),
        .. Section("train", ("epochs", 12)),
    ];

    // What changes from small: the weights have the recipe of the other small-2 already.
    private static (string Key, object Value)[] Small2 =>
    [
        .. SteadyTraining,
        ("strategy.ties", "loss"),
        // In 100 updates the rate of small moves a weight by .6 at most.
        ("policy.learningRate", 0.01),
        // Whole batches of 128 throughout: 300 candidates cost about as much as 40 on the whole set.
        .. Section("derive", ("candidates", 150), ("screenItems", 256), ("refine", 60), ("refineItems", 1024), ("wholeSet", 16)),
        // Twelve trainings of 51,200 images: some 20 % more images than the shared weights see.
        .. Section("finals", ("count", 12), ("steps", 1600), ("by", FinalsOptions.ByLoss)),
        .. Section("child", ("filters", 8), ("test", false)),
    ];
}
