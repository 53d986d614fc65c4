using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Verbs.Rank;

/// <summary>One architecture with both measures of it.</summary>
/// <param name="Job">The job that it was trained by.</param>
/// <param name="Place">What it is among those that are trained.</param>
/// <param name="Trainings">Its trainings from scratch, ended, one for each seed.</param>
internal sealed record RankedCandidate(JobOptions Job, RankPlace Place, IReadOnlyList<RunOutcome> Trainings)
{
    /// <summary>Its tokens.</summary>
    public string Tokens => Place.Tokens;

    /// <summary>Its score with the shared weights; null of a reference architecture, which the search did not score.</summary>
    public double? Score => Place.Scored?.Score;

    /// <summary>Whether it counts for the correlation: a random one with a result.</summary>
    public bool IsCounted => Place.From == RankPlace.Random && FirstWithoutResult is null;

    /// <summary>Both measures of one that counts.</summary>
    public SharedAndAlone SharedAndAlone => new(-Place.Scored!.Rank, Alone, AloneOnTest);

    /// <summary>The first training that has no result; null where all have one.</summary>
    public (RunOutcome Training, NoResult Why)? FirstWithoutResult => Trainings
        .Select(training => (Training: training, Why: NoResult.Of(Job, training.State)))
        .Where(pair => pair.Why is not null).Select(pair => ((RunOutcome, NoResult)?)(pair.Training, pair.Why!)).FirstOrDefault();

    /// <summary>The score on the validation set, the mean over its trainings; null where one has no result.</summary>
    public double? Validation => FirstWithoutResult is null ? Trainings.Average(training => training.State.Completed!.Score) : null;

    /// <summary>The score on the test set, likewise.</summary>
    public double? Test => FirstWithoutResult is null ? Trainings.Average(training => training.State.Completed!.TestScore) : null;

    /// <summary>The score of the trainings, in which more is better; of one without a result the worst.</summary>
    public double Alone => Better(Validation) ?? double.NegativeInfinity;

    /// <summary>The test score, in which more is better; null where there is none.</summary>
    public double? AloneOnTest => Better(Test);

    /// <summary>The validation scores of its trainings.</summary>
    public IReadOnlyList<double> Validations => [.. Trainings.Select(training => training.State.Completed!.Score!.Value)];

    /// <summary>The validation losses of its trainings in nats, each that of its best validation: on few images they tell networks apart
    /// that accuracies, which are counts, do not. For text the logarithms of the perplexities.</summary>
    public IReadOnlyList<double> Losses =>
    [
        .. Trainings.Select(training => training.State.Candidates
            .Where(scored => scored.Source == CandidateSources.Validation).MinBy(scored => scored.Rank)!)
            .Select(best => best.LossSum!.Value / best.TokenCount),
    ];

    private double? Better(double? score) => Trainings[0].State.Completed?.Accuracy is null ? -score : score;
}
