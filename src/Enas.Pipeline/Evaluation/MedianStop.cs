using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Evaluation;

/// <summary>
/// The median rule of Google Vizier (Golovin et al., KDD 2017, section 3.2.1): a child is stopped at step s where the best that it reported
/// up to s is strictly worse than the median of the running averages of the others up to s. The others are those that came to their end.
/// </summary>
/// <param name="options">From which step on, and among how many.</param>
/// <param name="known">The results that it is compared with.</param>
internal sealed class MedianStop(EvaluatorOptions options, IReadOnlyList<ProgramResult> known) : IStopRule
{
    /// <inheritdoc />
    public bool IsHopeless(IReadOnlyList<ProgramReport> reports)
    {
        var step = reports[^1].Step;
        double[] averages =
        [
            .. known.Where(other => other is { Value: not null, StoppedAt: null })
                .Select(other => other.Reports.Where(report => report.Step <= step).Select(report => Rank(report.Value)).ToArray())
                .Where(ranks => ranks.Length > 0).Select(ranks => ranks.Sum() / ranks.Length).Order(),
        ];
        return step >= options.StopAfterSteps && averages.Length >= options.StopAfterTrials
            && reports.Min(report => Rank(report.Value)) > Median(averages);
    }

    private double Rank(double value) => options.IsLowerBetter ? value : -value;

    private static double Median(double[] sorted) => sorted.Length % 2 == 1 ? sorted[sorted.Length / 2]
        : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
}
