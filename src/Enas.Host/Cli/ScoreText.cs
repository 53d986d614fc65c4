using System.Globalization;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
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
    public static string OfAccuracy(double accuracy) => Measure.Accuracy.Format(accuracy);

    /// <summary>Either, in the measure of the job.</summary>
    /// <param name="measure">What the architectures are judged by, see <see cref="MeasureOf"/>.</param>
    /// <param name="score">Perplexity or accuracy; null for one that is not finite.</param>
    public static string Of(Measure measure, double? score) => score switch
    {
        null => OfPerplexity(null),
        _ when measure == Measure.Perplexity => OfPerplexity(score),
        { } value => measure.Format(value),
    };

    /// <summary>The score of a candidate in its own measure, which is that of the job unless a zero-cost proxy scored it; of one whose
    /// loss is not finite those words, whatever its accuracy.</summary>
    public static string Of(Measure measure, CandidateScored scored) => !scored.IsFinite ? OfPerplexity(null)
        : scored.Measurement is { } measured && measured.Measure != Measure.Perplexity ? measured.ToString()
        : Of(measure, scored.Score);

    /// <summary>The score of a choice, likewise.</summary>
    public static string Of(Measure measure, SearchCompleted completed) =>
        completed.Reported?.ToString() ?? Of(measure, completed.Score);

    /// <summary>What a choice was scored by.</summary>
    public static string NameOf(Measure measure, SearchCompleted completed) => completed.Reported?.Measure.Name ?? measure.Name;

    /// <summary>What candidates were scored by.</summary>
    public static string NameOf(Measure measure, IEnumerable<CandidateScored> scored) =>
        scored.Select(one => one.Measurement?.Measure.Name).OfType<string>().FirstOrDefault() ?? measure.Name;

    /// <summary>A difference of scores, as a deviation is: points of an accuracy, else in the measure's own numbers.</summary>
    public static string Difference(Measure measure, double difference) =>
        measure == Measure.Accuracy
            ? measure.InUnit(difference).ToString("0.00", CultureInfo.InvariantCulture) + " points"
            : measure == Measure.Perplexity ? difference.ToString("0.##", CultureInfo.InvariantCulture)
            : measure.Format(difference);

    /// <summary>What the architectures of a job are judged by.</summary>
    public static Measure MeasureOf(JobOptions job) => SpaceCatalog.MeasureOf(job);
}
