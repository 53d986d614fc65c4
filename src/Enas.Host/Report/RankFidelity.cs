using System.Globalization;
using Enas.Host.Searches;

namespace Enas.Host.Report;

/// <summary>One architecture with both scores, in each of which more is better or less is better alike.</summary>
/// <param name="Tokens">The architecture.</param>
/// <param name="Shared">Its score with the shared weights.</param>
/// <param name="StandAlone">Its score after training from scratch.</param>
internal sealed record ScoredTwice(string Tokens, double Shared, double StandAlone);

/// <summary>How far the order under shared weights is the order of networks trained alone.</summary>
internal static class RankFidelity
{
    /// <summary>The number with what it stands on: it means little for few architectures.</summary>
    public static string Words(IReadOnlyList<ScoredTwice> scores)
    {
        var tau = RankCorrelation.Kendall([.. scores.Select(score => score.Shared)], [.. scores.Select(score => score.StandAlone)]);
        return string.Create(CultureInfo.InvariantCulture, $"Kendall tau-b {tau.Words}, n = {scores.Count}");
    }
}
