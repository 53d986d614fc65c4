using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Verbs.Rank;

/// <summary>One architecture with both measures of it.</summary>
/// <param name="Job">The job that it was trained by.</param>
/// <param name="Candidate">Its score with the shared weights.</param>
/// <param name="Trainings">Its trainings from scratch, ended, one for each seed.</param>
internal sealed record RankedCandidate(JobOptions Job, CandidateScored Candidate, IReadOnlyList<RunOutcome> Trainings)
{
    /// <summary>Whether the search chose it: then its shared score is the best of many, which no other's is.</summary>
    public bool IsChosen => Candidate.Source == "policy";

    /// <summary>Where it came from, for people and programs.</summary>
    public string From => IsChosen ? "chosen" : "random";

    /// <summary>The first training that has no result; null where all have one.</summary>
    public (RunOutcome Training, NoResult Why)? FirstWithoutResult => Trainings
        .Select(training => (Training: training, Why: NoResult.Of(Job, training.State)))
        .Where(pair => pair.Why is not null).Select(pair => ((RunOutcome, NoResult)?)(pair.Training, pair.Why!)).FirstOrDefault();

    /// <summary>The score on the validation set, the mean over its trainings; null where one has no result.</summary>
    public double? Validation => FirstWithoutResult is null ? Trainings.Average(training => training.State.Completed!.Score) : null;

    /// <summary>The score on the test set, likewise.</summary>
    public double? Test => FirstWithoutResult is null ? Trainings.Average(training => training.State.Completed!.TestScore) : null;

    /// <summary>The shared score, in which more is better.</summary>
    public double Shared => -Candidate.Rank;

    /// <summary>The score of the trainings, in which more is better; of one without a result the worst.</summary>
    public double Alone => Better(Validation) ?? double.NegativeInfinity;

    /// <summary>The test score, in which more is better; null where there is none.</summary>
    public double? AloneOnTest => Better(Test);

    /// <summary>The validation scores of its trainings.</summary>
    public IReadOnlyList<double> Validations => [.. Trainings.Select(training => training.State.Completed!.Score!.Value)];

    private double? Better(double? score) => Trainings[0].State.Completed?.Accuracy is null ? -score : score;
}
