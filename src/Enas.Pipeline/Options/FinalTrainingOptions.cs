namespace Enas.Pipeline.Options;

/// <summary>Training one architecture from scratch.</summary>
public sealed record FinalTrainingOptions
{
    public required RecurrentNetworkOptions Network { get; init; }

    /// <summary>Image spaces: the fixed network and its training, in the place of <see cref="Network"/>.</summary>
    public ImageNetworkOptions? ImageNetwork { get; init; }

    public required int Epochs { get; init; }

    /// <summary>Steps in all, over which the rate falls to its minimum, in the place of <see cref="Epochs"/>; 0 for whole epochs.</summary>
    public int Steps { get; init; }

    /// <summary>Whether the test set is measured, once, at the end.</summary>
    public bool Test { get; init; } = true;

    /// <summary>Averaging of weights, see <see cref="WeightAveraging"/>.</summary>
    public required string Averaging { get; init; }

    public required int AveragingPatience { get; init; }

    /// <summary>Share of the exponential average that a step keeps.</summary>
    public double AveragingDecay { get; init; } = WeightAveraging.StandardDecay;

    /// <summary>Streams in validation and test scoring.</summary>
    public required int EvaluationBatchSize { get; init; }
}

/// <summary>Which weights of a final training are measured and kept.</summary>
public static class WeightAveraging
{
    /// <summary>Those of the last step.</summary>
    public const string None = "none";

    /// <summary>Text: an average from the evaluation on at which validation has not improved on the best older than
    /// <see cref="FinalTrainingOptions.AveragingPatience"/> evaluations.</summary>
    public const string NonMonotonic = "nt-asgd";

    /// <summary>Images: their exponential average.</summary>
    public const string Exponential = "exponential";

    /// <summary>The decay of a job that names none: an average over the last hundred steps or so.</summary>
    public const double StandardDecay = 0.99;
}
