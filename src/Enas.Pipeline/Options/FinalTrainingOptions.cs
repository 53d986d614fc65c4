namespace Enas.Pipeline.Options;

/// <summary>Training one architecture from scratch.</summary>
public sealed record FinalTrainingOptions
{
    public required RecurrentNetworkOptions Network { get; init; }

    /// <summary>Image spaces: the fixed network and its training, in the place of <see cref="Network"/>.</summary>
    public ImageNetworkOptions? ImageNetwork { get; init; }

    public required int Epochs { get; init; }

    /// <summary>Averaging of weights: <c>none</c> or <c>nt-asgd</c> (starts when validation has not improved on the best older than
    /// <see cref="AveragingPatience"/> evaluations).</summary>
    public required string Averaging { get; init; }

    public required int AveragingPatience { get; init; }

    /// <summary>Streams in validation and test scoring.</summary>
    public required int EvaluationBatchSize { get; init; }
}
