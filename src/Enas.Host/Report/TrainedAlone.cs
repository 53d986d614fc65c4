namespace Enas.Host.Report;

/// <summary>One training from scratch of an architecture of a search.</summary>
/// <param name="Seed">The seed of the training.</param>
/// <param name="Validation">Its score on the validation set.</param>
/// <param name="Test">Its score on the test set; null where there is none.</param>
internal sealed record SingleTraining(string Tokens, ulong Seed, double Validation, double? Test)
{
    /// <summary>The folder of its log; empty where it is not known.</summary>
    public string Folder { get; init; } = string.Empty;

    /// <summary>Its fingerprint; empty where it is not known.</summary>
    public string Fingerprint { get; init; } = string.Empty;
}

/// <summary>One architecture of a search as its trainings from scratch have it, all by one recipe.</summary>
/// <param name="From">What it is to the search: <c>chosen</c>, <c>random</c>, the name of a reference architecture, or
/// <c>other</c>.</param>
/// <param name="Shared">Its score with the shared weights, in the reward's unit; null where it has none.</param>
/// <param name="Alone">The mean validation score of its trainings in the reward's unit.</param>
/// <param name="Trainings">Its trainings by seed.</param>
internal sealed record TrainedAlone(string From, double? Shared, double Alone, IReadOnlyList<SingleTraining> Trainings)
{
    /// <summary>A uniformly random candidate.</summary>
    public const string Random = "random";

    /// <summary>Its tokens.</summary>
    public string Tokens => Trainings[0].Tokens;

    /// <summary>Mean validation score.</summary>
    public double Validation => Trainings.Average(training => training.Validation);

    /// <summary>Mean test score; null where one has none.</summary>
    public double? Test => Trainings.Any(training => training.Test is null) ? null : Trainings.Average(training => training.Test);
}
