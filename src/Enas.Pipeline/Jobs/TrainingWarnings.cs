using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

/// <summary>Learning rates under which weights do not learn: one that stays at 0, or a warm-up that is as long as the training.</summary>
/// <remarks>Architectures that a search trains alone are left out: their warm-up is at most a quarter of their training
/// (<see cref="Training.ChildJob"/>).</remarks>
internal static class TrainingWarnings
{
    /// <summary>The warnings for the weights that architectures share.</summary>
    /// <param name="weightSteps">Their steps, in all.</param>
    public static IEnumerable<string> OfSharedWeights(JobOptions job, long weightSteps) => weightSteps == 0 ? []
        : job.ImageWeights is { } images ? Of("sharedWeights", images, weightSteps, "the budget has")
        : Of("sharedWeights", job.SharedWeights, weightSteps, "the budget has");

    /// <summary>The warnings for the final training.</summary>
    /// <param name="steps">Its steps, in all; 0 where they are not known.</param>
    public static IEnumerable<string> OfFinalTraining(JobOptions job, long steps) => steps == 0 ? []
        : job.Train.ImageNetwork is { } images ? Of("train.network", images, steps, "the final training has")
        : Of("train.network", job.Train.Network, steps, "the final training has");

    private static IEnumerable<string> Of(string section, ImageNetworkOptions options, long steps, string has) =>
        options.LearningRateMaximum == 0 ? [Still($"{section}.learningRateMaximum")]
            : OfWarmUp(section, options.WarmUpSteps, steps, has);

    private static IEnumerable<string> Of(string section, RecurrentNetworkOptions options, long steps, string has) =>
        options.LearningRate == 0 ? [Still($"{section}.learningRate")] : OfWarmUp(section, options.WarmUpSteps, steps, has);

    private static string Still(string key) => $"{key} = 0: no weight ever changes; use more";

    private static IEnumerable<string> OfWarmUp(string section, int warmUp, long steps, string has) => warmUp < steps ? []
        :
        [
            $"{section}.warmUpSteps = {warmUp}, and {has} {steps} steps: the learning rate rises to its last step, "
                + $"where it is {CanonicalJson.Number(Math.Round(100.0 * steps / warmUp, 2))} % of what it should come to; use fewer",
        ];
}
