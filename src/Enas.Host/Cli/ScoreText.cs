using System.Globalization;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Cli;

/// <summary>Scores of architectures as people read them: perplexities of recurrent cells, accuracies of image networks.</summary>
internal static class ScoreText
{
    private const double Absurd = 1e7;

    /// <summary>A perplexity in two decimals; an absurd one by its magnitude, and one that is not finite in words.</summary>
    public static string OfPerplexity(double? perplexity) => perplexity switch
    {
        null => "not finite",
        >= Absurd => perplexity.Value.ToString("0.0E+0", CultureInfo.InvariantCulture),
        _ => perplexity.Value.ToString("F2", CultureInfo.InvariantCulture),
    };

    /// <summary>An accuracy in per cent.</summary>
    public static string OfAccuracy(double accuracy) => (100 * accuracy).ToString("F2", CultureInfo.InvariantCulture) + " %";

    /// <summary>Either, in the measure of the space.</summary>
    /// <param name="spaceKind">The space.</param>
    /// <param name="score">Perplexity or accuracy; null for one that is not finite.</param>
    public static string Of(string spaceKind, double? score) => Of(MeasureOf(spaceKind), score);

    /// <summary>A score in a measure; null for one that is not finite.</summary>
    public static string Of(Pipeline.Measures.Measure measure, double? score) => score switch
    {
        { } value when measure != Pipeline.Measures.Measure.Perplexity => measure.Format(value),
        _ => OfPerplexity(score),
    };

    /// <summary>The score of a candidate in its own measure, which is that of the space unless a zero-cost proxy scored it; of one whose
    /// loss is not finite those words, whatever its accuracy.</summary>
    public static string Of(string spaceKind, CandidateScored scored) => !scored.IsFinite ? OfPerplexity(null)
        : scored.Measurement is { } measured && measured.Measure != Pipeline.Measures.Measure.Perplexity ? measured.ToString()
        : Of(spaceKind, scored.Score);

    /// <summary>The score of a choice, likewise.</summary>
    public static string Of(string spaceKind, SearchCompleted completed) =>
        completed.Reported?.ToString() ?? Of(spaceKind, completed.Score);

    /// <summary>What a choice was scored by.</summary>
    public static string Measure(string spaceKind, SearchCompleted completed) =>
        completed.Reported?.Measure.Name ?? Measure(spaceKind);

    /// <summary>What candidates were scored by.</summary>
    public static string Measure(string spaceKind, IEnumerable<CandidateScored> scored) =>
        scored.Select(one => one.Measurement?.Measure.Name).OfType<string>().FirstOrDefault() ?? Measure(spaceKind);

    /// <summary>A difference of scores, as a deviation is: points of an accuracy, else in the measure's own numbers.</summary>
    public static string Difference(string spaceKind, double difference) =>
        MeasureOf(spaceKind) == Pipeline.Measures.Measure.Accuracy
            ? (100 * difference).ToString("0.00", CultureInfo.InvariantCulture) + " points"
            : difference.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>What the architectures of a space are measured by.</summary>
    public static string Measure(string spaceKind) => MeasureOf(spaceKind).Name;

    private static Pipeline.Measures.Measure MeasureOf(string spaceKind) =>
        Pipeline.Catalogs.SpaceCatalog.Find(spaceKind)?.Measure ?? Pipeline.Measures.Measure.Accuracy;
}
