using System.Globalization;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Evaluators.Table;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Pipeline.Composition;

/// <summary>Why steps of a search failed, in the same words wherever it is told.</summary>
internal static class FailureWords
{
    private const string Absent = "because their architectures are not in the table";

    /// <summary>How many failed of how many, and why: <c>2 of 9 evaluations, because ...</c>.</summary>
    /// <param name="job">The job, whose evaluator has words for it.</param>
    /// <param name="failures">Those that failed, one at least.</param>
    /// <param name="steps">All that were made.</param>
    public static string Of(JobOptions job, FailureCounts failures, long steps) => string.Create(
        CultureInfo.InvariantCulture, $"{failures.Count:N0} of {steps:N0} ")
        + (AreAbsent(failures) ? $"evaluations, {Absent}" : SpaceCatalog.WordsOf(job).FailedSteps);

    /// <summary>The same as a sentence without its end.</summary>
    /// <param name="failures">Those that failed, one at least.</param>
    /// <param name="steps">All that were made.</param>
    public static string Sentence(FailureCounts failures, long steps) => string.Create(
        CultureInfo.InvariantCulture, $"{failures.Count:N0} of {steps:N0} ")
        + (AreAbsent(failures) ? $"evaluations failed, {Absent}"
            : failures.ByReason.All(one => one.Reason.EndsWith("-not-finite", StringComparison.Ordinal))
                ? "steps failed, because a loss, a gradient or a reward was not finite; they changed nothing"
            : $"steps failed, because of {string.Join(", ", failures.ByReason.Select(one => one.Reason))}; they changed nothing");

    /// <summary>Whether all that failed are architectures that a table does not have.</summary>
    public static bool AreAbsent(FailureCounts failures) => failures.AreAll(TableEvaluator.NotInTable);
}
