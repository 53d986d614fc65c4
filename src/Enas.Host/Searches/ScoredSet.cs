using Enas.Host.Cli;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Searches;

/// <summary>The candidates of one source with their best and their mean score.</summary>
/// <param name="Count">All of them.</param>
/// <param name="FiniteCount">Those with a finite score, which the mean is over.</param>
/// <param name="Best">The best score; null where none is finite.</param>
/// <param name="Mean">The mean score; null where none is finite.</param>
internal sealed record ScoredSet(int Count, int FiniteCount, double? Best, double? Mean)
{
    /// <summary>The candidates of a source.</summary>
    public static ScoredSet Of(IReadOnlyList<CandidateScored> candidates, string source)
    {
        CandidateScored[] all = [.. candidates.Where(candidate => candidate.Source == source)];
        CandidateScored[] finite = [.. all.Where(candidate => candidate.IsFinite)];
        return finite.Length == 0
            ? new(all.Length, 0, null, null)
            : new(all.Length, finite.Length,
                finite.MinBy(candidate => candidate.Rank)!.Score, finite.Sum(candidate => candidate.Score!.Value) / finite.Length);
    }

    /// <summary>Best and mean in words, in the measure of a space.</summary>
    public string Words(string spaceKind) =>
        $"best {ScoreText.Of(spaceKind, Best)}, mean "
            + $"{ScoreText.Of(spaceKind, Mean)}{(FiniteCount < Count ? $" ({Count - FiniteCount} not finite, left out)" : string.Empty)}";
}
