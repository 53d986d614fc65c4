using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Evaluation;

/// <summary>
/// Asynchronous successive halving without waiting (Li et al., A system for massively parallel hyperparameter tuning, MLSys 2020): with the
/// first report at or after each rung, r, r η, r η², ..., a child goes on where its value is among the best 1/η of those that came to
/// that rung, itself among them; at least one goes on.
/// </summary>
/// <param name="options">r is the step after which anybody is stopped, and η.</param>
/// <param name="known">The results that it is compared with.</param>
internal sealed class HalvingStop(EvaluatorOptions options, IReadOnlyList<ProgramResult> known) : IStopRule
{
    /// <inheritdoc />
    public bool IsHopeless(IReadOnlyList<ProgramReport> reports)
    {
        // Rungs that an earlier report came to were judged then.
        foreach (var rung in RungsTo(reports[^1].Step).Where(rung => reports.Count == 1 || reports[^2].Step < rung))
        {
            double[] others = [.. known.Select(other => ValueAt(other.Reports, rung)).OfType<double>().Select(Rank)];
            var own = Rank(reports[^1].Value);
            if (others.Length >= options.StopAfterTrials
                && others.Count(other => other < own) >= Math.Max(1, (others.Length + 1) / options.StopEta))
            {
                return true;
            }
        }

        return false;
    }

    // A step can be the largest number that there is, and what is behind it is none.
    private IEnumerable<long> RungsTo(long step)
    {
        for (long rung = options.StopAfterSteps; rung <= step; rung *= options.StopEta)
        {
            yield return rung;
            if (rung > step / options.StopEta)
            {
                yield break;
            }
        }
    }

    private static double? ValueAt(IReadOnlyList<ProgramReport> reports, long rung) =>
        reports.FirstOrDefault(report => report.Step >= rung)?.Value;

    private double Rank(double value) => options.IsLowerBetter ? value : -value;
}
