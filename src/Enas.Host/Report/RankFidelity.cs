using System.Globalization;

namespace Enas.Host.Report;

/// <summary>One architecture with both scores, in each of which more is better or less is better alike.</summary>
/// <param name="Tokens">The architecture.</param>
/// <param name="Shared">Its score with the shared weights.</param>
/// <param name="StandAlone">Its score after training from scratch.</param>
internal sealed record ScoredTwice(string Tokens, double Shared, double StandAlone);

/// <summary>How far the order under shared weights is the order of networks trained alone.</summary>
internal static class RankFidelity
{
    /// <summary>
    /// Kendall's tau-b (Kendall 1945): (concordant - discordant) / √((n₀ - ties in x) (n₀ - ties in y)), n₀ = n (n - 1) / 2; null where one side is
    /// all ties.
    /// </summary>
    public static double? KendallTau(IReadOnlyList<ScoredTwice> scores)
    {
        var (difference, untiedShared, untiedAlone) = (0L, 0L, 0L);
        for (var i = 0; i < scores.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var shared = scores[i].Shared.CompareTo(scores[j].Shared);
                var alone = scores[i].StandAlone.CompareTo(scores[j].StandAlone);
                difference += shared * alone;
                untiedShared += Math.Abs(shared);
                untiedAlone += Math.Abs(alone);
            }
        }

        return untiedShared == 0 || untiedAlone == 0 ? null : difference / Math.Sqrt((double)untiedShared * untiedAlone);
    }

    /// <summary>The number with what it stands on: tau means little for few architectures.</summary>
    public static string Words(IReadOnlyList<ScoredTwice> scores)
    {
        if (KendallTau(scores) is not { } tau)
        {
            return $"Kendall tau is not defined for {scores.Count.ToString(CultureInfo.InvariantCulture)} of them";
        }

        // Under no association tau is near normal with variance 2 (2n + 5) / (9 n (n - 1)) (Kendall 1938).
        var n = scores.Count;
        var deviation = Math.Sqrt(2.0 * ((2 * n) + 5) / (9.0 * n * (n - 1)));
        return string.Create(CultureInfo.InvariantCulture, $"Kendall tau-b {tau:0.00}, n = {n}; without any association its standard deviation would be {deviation:0.00}");
    }
}
