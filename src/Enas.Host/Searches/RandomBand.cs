using Enas.Host.Statistics;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Searches;

/// <summary>Where random candidates came out, in the unit of the reward.</summary>
/// <param name="Count">How many, two at least.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation with n - 1.</param>
/// <param name="Best">The best of them.</param>
internal sealed record RandomBand(int Count, double Mean, double Deviation, double Best)
{
    /// <summary>The band of scores in the unit of the reward; null for fewer than two.</summary>
    public static RandomBand? Of(IReadOnlyList<double> scores)
    {
        var (mean, deviation) = Sample.MeanAndDeviation(scores);
        return scores.Count < 2 ? null : new RandomBand(scores.Count, mean, deviation, scores.Max());
    }

    /// <summary>The scores of the random ones among candidates that were scored alike.</summary>
    /// <param name="alike">The candidates.</param>
    /// <param name="inRewardUnit">How a score is brought to the unit of the reward.</param>
    public static IReadOnlyList<double> ScoresOf(IEnumerable<CandidateScored> alike, Func<double, double> inRewardUnit) =>
        [.. alike.Where(one => one is { Source: CandidateSources.Random, IsFinite: true }).Select(one => inRewardUnit(one.Score!.Value))];
}
