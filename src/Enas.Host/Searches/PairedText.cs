using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Statistics;
using Enas.Pipeline.Measures;

namespace Enas.Host.Searches;

/// <summary>A difference in pairs in words and for programs: one form for all that is held beside something else pair by pair.</summary>
/// <param name="measure">What the scores are of. Differences are those of places on its scale (<see cref="ScoreScale"/>), of which more
/// is better.</param>
/// <param name="difference">What the pairs come to.</param>
/// <param name="unit">What a pair is called.</param>
internal sealed class PairedText(Measure measure, PairedDifference difference, string unit)
{
    /// <summary><c>better</c>, <c>worse</c>, <c>not-told-apart</c>, or <c>too-few</c> where there is no interval.</summary>
    public string Verdict => difference.Low is null ? "too-few"
        : difference.IsBetter ? "better" : difference.IsWorse ? "worse" : "not-told-apart";

    /// <summary>The mean and its interval.</summary>
    public string Mean => $"{measure.Name} {Gain(difference.Mean)} "
        + Text($"in the mean of {difference.Count} {unit}{(difference.Count == 1 ? string.Empty : "s")}")
        + (difference is { Low: { } low, High: { } high } ? $" (95 %: {Gain(low)} to {Gain(high)})" : string.Empty);

    /// <summary>How many pairs say the same, and how often chance does. Numbers, not shares: of three pairs no share is one of a
    /// hundred.</summary>
    public string Tests => Text($"won {difference.Won}{(difference.Drawn == 0 ? string.Empty : Text($", drew {difference.Drawn}"))}")
        + Text($" of {difference.Count} {unit}{(difference.Count == 1 ? string.Empty : "s")}; Wilcoxon's signed ranks ")
        + difference.SignedRank.Words;

    /// <summary>For programs. Gains are units of the measure, of perplexities shares (see <see cref="ScoreScale.GainOf"/>).</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Fields =>
    [
        new("meanGain", GainOf(difference.Mean)),
        new("low", GainOf(difference.Low)),
        new("high", GainOf(difference.High)),
        new("wins", difference.WinShare),
        new("won", difference.Won),
        new("drawn", difference.Drawn),
        new("wilcoxon", difference.SignedRank.Probability),
        new("effectSize", difference.EffectSize),
        new("pairsNeeded", difference.PairsNeeded),
    ];

    private string Gain(double gain) => ScoreScale.Words(measure, -gain);

    private double? GainOf(double? gain) => gain is { } known ? ScoreScale.GainOf(measure, -known) : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
