using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Statistics;
using Enas.Pipeline.Measures;

namespace Enas.Host.Report;

/// <summary>Mean and standard deviation (with n - 1) of one figure over the seeds of a job that have it.</summary>
/// <param name="Count">How many have it.</param>
/// <param name="Mean">Their mean, 0 of none.</param>
/// <param name="Deviation">Their standard deviation, 0 for fewer than two.</param>
internal readonly record struct Spread(int Count, double Mean, double Deviation)
{
    /// <summary>Their median; 0 of none.</summary>
    public double Median { get; init; }

    /// <summary>The lowest of them; 0 of none.</summary>
    public double Lowest { get; init; }

    /// <summary>The highest of them; 0 of none.</summary>
    public double Highest { get; init; }

    /// <summary>The spread of the values that there are.</summary>
    public static Spread Of(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>()];
        var (mean, deviation) = Sample.MeanAndDeviation(known);
        return known.Length == 0 ? default : new Spread(known.Length, mean, deviation)
        {
            Median = Sample.Quantile(known, 0.5),
            Lowest = known.Min(),
            Highest = known.Max(),
        };
    }

    /// <summary>The spread of rewards.</summary>
    public string OfReward() => Words(Number(Mean, "0.0000"), Number(Deviation, "0.0000"), string.Empty);

    /// <summary>The spread of scores in a measure: accuracies in per cent; of perplexities the median with the lowest and the highest,
    /// since one that diverged would be all of a mean.</summary>
    public string OfScore(Measure measure) => measure == Measure.Accuracy
        ? Words(Number(measure.InUnit(Mean), "0.00"), Number(measure.InUnit(Deviation), "0.00"), " %")
        : measure == Measure.Perplexity && Count > 1
        ? $"{ScoreText.Of(measure, Median)} ({ScoreText.Of(measure, Lowest)} to {ScoreText.Of(measure, Highest)})"
        : Words(ScoreText.Of(measure, Mean), ScoreText.Of(measure, Deviation), string.Empty);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private string Words(string mean, string deviation, string unit) => Count switch
    {
        0 => "-",
        1 => $"{mean}{unit}",
        _ => $"{mean} ± {deviation}{unit}",
    };
}
