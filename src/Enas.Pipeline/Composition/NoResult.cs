using System.Globalization;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Strategies;

namespace Enas.Pipeline.Composition;

/// <summary>
/// Why a search or a final training that ran to its end has no result: a score that it is judged by is not finite, or nothing that was
/// scored keeps the limits of the job. Its log is whole and stays as it is; the architecture that its last event names won over others that
/// were no better.
/// </summary>
/// <param name="What">What there is none of, and why.</param>
/// <param name="FailedSteps">Steps that failed.</param>
/// <param name="Steps">All steps that were made.</param>
/// <param name="Cause">What most likely led to it, by the options of the job.</param>
internal sealed record NoResult(string What, long FailedSteps, long Steps, string Cause)
{
    private const string NoStepFailed = "no step failed";

    private const string NoValue = "no step failed: an evaluation without a value is recorded, and the search goes on";

    private const string LeftNumbers = "no step failed: the weights left the finite numbers in the last steps";

    /// <summary>Whether it is for the limits of the job.</summary>
    public bool IsOfLimits { get; private init; }

    /// <summary>Whether weights were trained that can have left the finite numbers.</summary>
    public bool IsOfWeights { get; private init; } = true;

    /// <summary>Whether no architecture that was looked up is in the table.</summary>
    public bool IsAbsent { get; private init; }

    /// <summary>It in a word or two, for a column.</summary>
    public string Short => IsOfLimits ? "above a limit" : IsAbsent ? "not in the table" : IsOfWeights ? "not finite" : "no value";

    /// <summary>How many steps failed, in words.</summary>
    public required string Failed { get; init; }

    /// <summary>All of it in sentences.</summary>
    public string Words => $"{What}. {char.ToUpperInvariant(Failed[0])}{Failed[1..]}. Likely cause: {Cause}.";

    /// <summary>Why a state is no result; null where it is one, or is not complete.</summary>
    public static NoResult? Of(JobOptions job, SearchState state) =>
        Of(job, state.Started, state.Completed,
            state.Candidates, state.Failures, state.WeightStepCount + state.PolicyStepCount + state.FailedStepCount,
            state.ArchitectureCosts);

    /// <summary>The same of the parts that are looked at.</summary>
    /// <param name="started">The first fact.</param>
    /// <param name="completed">The last one.</param>
    /// <param name="scored">What was scored on whole sets.</param>
    /// <param name="failures">Steps that failed.</param>
    /// <param name="steps">Steps that were made, failed ones among them.</param>
    /// <param name="costs">What is known of costs; of a final training, which keeps no limits, nothing.</param>
    public static NoResult? Of(JobOptions job,
        SearchStarted? started, SearchCompleted? completed, IReadOnlyList<CandidateScored> scored, FailureCounts failures, long steps,
        KnownCosts? costs = null)
    {
        if (completed is null)
        {
            return null;
        }

        var isTraining = started?.Kind == JobOrigins.Train;
        var (failed, failedSteps) = (FailedOf(failures, steps), failures.Count);
        if (!isTraining && costs is not null && Exceeded(job, costs.Of(completed.Tokens)) is { } limit)
        {
            return new NoResult($"nothing is chosen: no architecture that could be scored keeps the limits of the job; "
                + $"the {limit.Cost} may be at most {limit.Cost.Measure.Format(limit.Most)}", failedSteps, steps,
                $"a limit that few or no architectures of the space keep{ValueIn(costs.Of(completed.Tokens), limit)}. "
                + $"Raise the limit, or set objective.exceeding to \"{ObjectiveOptions.Penalised}\"")
            { IsOfLimits = true, Failed = failed ?? NoStepFailed };
        }

        if (completed is { FinalRanks: not null, Score: null })
        {
            return new NoResult("nothing is chosen: every training of the finals failed, as its validation is not finite",
                failedSteps, steps, CauseIn(job, isTraining: true))
            { Failed = failed ?? LeftNumbers };
        }

        var order = new CandidateOrder(job, costs ?? KnownCosts.Empty);
        if (!isTraining && FailureWords.AreAbsent(failures) && !scored.Any(candidate => candidate.IsFinite))
        {
            return new NoResult("nothing is chosen: none of the architectures that were looked up is in the table",
                failedSteps, steps, "a table with few of the architectures of the space. Give one with all of them as data.path, "
                    + "or look more of them up with a larger budget")
            { IsAbsent = true, Failed = failed! };
        }

        string?[] judgedBy = isTraining ? [CandidateSources.Validation, CandidateSources.Test]
            : completed.Source is null ? [CandidateSources.Policy] : [null];
        return judgedBy.Any(source => !IsFinite(scored, source, order))
            ? new NoResult(isTraining ? $"no result: the {judgedBy.First(source => !IsFinite(scored, source, order))} score is not finite"
                : SpaceCatalog.WordsOf(job).NothingChosen, failedSteps, steps, CauseIn(job, isTraining))
            {
                IsOfWeights = isTraining || SpaceCatalog.WordsOf(job).CauseOfNoValue is null,
                Failed = failed ?? (isTraining || SpaceCatalog.WordsOf(job).CauseOfNoValue is null ? LeftNumbers : NoValue),
            }
            : null;
    }

    private static string? FailedOf(FailureCounts failures, long steps) =>
        failures.Count == 0 ? null : FailureWords.Sentence(failures, steps);

    private static CostLimit? Exceeded(JobOptions job, ArchitectureCosts costs) =>
        CostPlan.Of(job) is { IsStrict: true } plan && plan.Limits.Exceeded(costs) is { } limit
            && (plan.Rejects || costs.Of(limit.Cost) is not null) ? limit : null;

    private static string ValueIn(ArchitectureCosts costs, CostLimit limit) => costs.Of(limit.Cost) is { } value
        ? $": the one that was scored for want of another has {limit.Cost.Measure.Format(value)}" : string.Empty;

    // The choice is the one of the best rank, of any source where that is null. A set that was not measured, as one
    // without images, says nothing.
    private static bool IsFinite(IReadOnlyList<CandidateScored> scored, string? source, CandidateOrder order) => source is null
        ? scored.Any(candidate => candidate.IsFinite)
        : scored.Where(candidate => candidate.Source == source).MinBy(order.RankOf)?.IsFinite ?? true;

    private static string CauseIn(JobOptions job, bool isTraining)
    {
        if (!isTraining && SpaceCatalog.WordsOf(job).CauseOfNoValue is { } cause)
        {
            return cause;
        }

        // What is trained alone, in a search too, is trained as at its end.
        var isFinal = isTraining || !SpaceCatalog.SharesWeights(job);
        if (SpaceCatalog.Of(job).UpdateSizeOf(job, isFinal) is not { } size)
        {
            return "an evaluation that gives no finite value";
        }

        var section = isFinal ? "train.network" : "sharedWeights";

        var (option, rate, clip) = size;
        return string.Create(CultureInfo.InvariantCulture,
            $"updates that are too large, as {section}.{option} is {rate} and {section}.clipNorm is {clip}")
            + (clip == 0 ? ", which clips no gradient. Lower the rate, or set a clipNorm above 0" : ". Lower either of them");
    }
}
