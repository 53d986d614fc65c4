using Enas.Pipeline.Options;
using static Enas.Pipeline.Options.PresetValues;

namespace Enas.Pipeline.Spaces.Images;

/// <summary>What the presets of the image spaces have in common.</summary>
internal static class ImagePresetValues
{
    public static (string Key, object Value)[] ImageNorms =>
        [("batchNormEpsilon", 1e-5), ("batchNormDecay", 0.9),
            ("recalibrationBatches", 4), ("labelSmoothing", 0), ("clipNorm", 0), ("momentum", 0.9)];

    public static (string Key, object Value)[] CosineRestarts =>
        [("learningRateMaximum", 0.05), ("restartPeriod", 10), ("restartFactor", 2)];

    // A training of a few hundred steps that says the same with another seed: smaller batches make more steps of the same images, and the
    // weights of its last steps are averaged.
    public static (string Key, object Value)[] SteadyTraining =>
    [
        .. Section("train.network", ("batchSize", 32), ("warmUpSteps", 40), ("clipNorm", 5)),
        .. Section("train", ("averaging", WeightAveraging.Exponential), ("averagingDecay", 0.97)),
    ];

    public static (string Key, object Value)[] ImagePolicy => [("hidden", 64), ("initRange", 0.1), ("beta2", 0.999), ("clipNorm", 0)];

    // Both scripts give no temperature, which is a division by one.
    public static (string Key, object Value)[] OfficialImagePolicy =>
        [("temperature", 1), ("beta1", 0), ("epsilon", 1e-3), ("entropyWeight", 1e-4), ("baselineDecay", 0.99)];
}
