using System.Globalization;
using Enas.Host.Cli;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Searches;

/// <summary>
/// The scale on which scores are compared: lower is better. Perplexities stand on a logarithmic one, so that a difference is a share; what
/// is not finite is worse than all others.
/// </summary>
internal static class ScoreScale
{
    private const double MostShare = 10;

    /// <summary>Where a candidate stands.</summary>
    public static double PlaceOf(Measure measure, CandidateScored candidate) =>
        candidate is { IsFinite: true, Score: { } score } ? PlaceOf(measure, score) : double.PositiveInfinity;

    /// <summary>Where a score stands.</summary>
    public static double PlaceOf(Measure measure, double score) => measure == Measure.Perplexity ? Math.Log(score) : measure.Rank(score);

    /// <summary>The score at a place.</summary>
    public static double ScoreAt(Measure measure, double place) => measure == Measure.Perplexity ? Math.Exp(place) : measure.Rank(place);

    /// <summary>How far two places can be apart; null where there is no end to it.</summary>
    public static double? MostApart(Measure measure) => measure == Measure.Accuracy ? 1 : null;

    /// <summary>How much better the first of two places is, as people and programs have it: points or units of the measure, the share of
    /// a perplexity by which it is lower. Null where that has no end. Of no difference it is zero, not minus zero.</summary>
    public static double? GainOf(Measure measure, double difference) =>
        !double.IsFinite(difference) ? null : measure == Measure.Perplexity ? 1 - Math.Exp(difference) : 0 - difference;

    /// <summary>A difference of two places in words that say which way it goes.</summary>
    public static string Words(Measure measure, double difference)
    {
        if (difference == 0)
        {
            return "equal";
        }

        var isHigher = difference > 0 == (measure.Direction == MeasureDirection.Lower);
        var amount = !double.IsFinite(difference) ? "any amount" : measure == Measure.Perplexity
            ? OfShare(Math.Abs(1 - Math.Exp(difference)))
            : ScoreText.Difference(measure, Math.Abs(difference));
        return $"{amount} {(isHigher ? "higher" : "lower")}";
    }

    /// <summary>The size of a difference of two places in words, without which way it goes.</summary>
    public static string Size(Measure measure, double difference) => measure == Measure.Perplexity
        ? OfShare(Math.Exp(Math.Abs(difference)) - 1) : ScoreText.Difference(measure, Math.Abs(difference));

    // A perplexity that diverged is many times higher; how many times says nothing.
    private static string OfShare(double share) =>
        share > MostShare ? "more than 1,000 %" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");
}
