using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Host.Searches;

/// <summary>
/// What the best random architecture beside a choice came to, measured as the choice was: where finals chose, under the training of the
/// last rung, else with the scores that all candidates have. One meaning for <c>run</c>, <c>show</c>, <c>compare</c> and reports.
/// </summary>
internal static class RandomBest
{
    /// <summary>The score; null where no random one was measured so.</summary>
    /// <param name="result">The choice; null where there is none.</param>
    /// <param name="isByMeasure">Whether the best is best by the measure alone, and not by an objective that weighs costs.</param>
    /// <param name="finals">The finals; null where none were held.</param>
    /// <param name="comparison">The choice beside random candidates.</param>
    public static double? Of(SearchCompleted? result, bool isByMeasure, HeldFinals? finals, RandomComparison? comparison) =>
        result is { FinalRanks: not null } held
            ? isByMeasure ? held.RandomBest : finals?.BestRandom?.Child?.Evaluated?.Measurement.Value
            : comparison?.Random.Best;

    /// <summary>The same of a state.</summary>
    public static double? Of(JobOptions job, SearchState state) => Of(
        NoResult.Of(job, state) is null ? state.Completed : null, new CandidateOrder(job, state.ArchitectureCosts).IsByMeasure,
        HeldFinals.Of(job, state), RandomComparison.Of(job, state));
}
