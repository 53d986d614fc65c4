using System.Globalization;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;

namespace Enas.Host.Searches;

/// <summary>What became of the architectures of a search that were evaluated outside of Enas, in words.</summary>
internal static class OutsideWords
{
    /// <summary>How many there are, how many have no value and why, and how many are above a limit.</summary>
    public static string Of(RecordedSearch search)
    {
        var (children, limits) = (search.State.Children, CostPlan.Of(search.Job).Limits);
        string[] failures =
        [
            .. children.Select(child => child.Outcome.Failure).OfType<string>().CountBy(reason => reason)
                .OrderByDescending(reason => reason.Value).ThenBy(reason => reason.Key, StringComparer.Ordinal)
                .Select(reason => $"{reason.Key} {Count(reason.Value)}"),
        ];
        var stopped = children.Count(child => child.Outcome.Program?.StoppedAt is not null);
        var above = children.Count(child => child.Evaluated is not null && limits.Exceeded(child.Outcome.Costs) is not null);
        return $"{Count(children.Count)} evaluated outside of Enas"
            + (failures.Length > 0 ? $", {Count(children.Count(child => child.Outcome.Failure is not null))} without a value "
                + $"({string.Join(", ", failures)})" : string.Empty)
            + (stopped > 0 ? $", {Count(stopped)} stopped early" : string.Empty)
            + (above > 0 ? $", {Count(above)} above a limit" : string.Empty);
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
