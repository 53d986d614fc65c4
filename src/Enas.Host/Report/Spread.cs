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
    /// <summary>The spread of the values that there are.</summary>
    public static Spread Of(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>()];
        var (mean, deviation) = Sample.MeanAndDeviation(known);
        return new Spread(known.Length, mean, deviation);
    }

    /// <summary>The spread of rewards.</summary>
    public string OfReward() => Words(Number(Mean, "0.0000"), Number(Deviation, "0.0000"), string.Empty);

    /// <summary>The spread of scores in a measure: accuracies in per cent.</summary>
    public string OfScore(Measure measure) => measure == Measure.Accuracy
        ? Words(Number(measure.InUnit(Mean), "0.00"), Number(measure.InUnit(Deviation), "0.00"), " %")
        : Words(ScoreText.Of(measure, Mean), ScoreText.Of(measure, Deviation), string.Empty);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private string Words(string mean, string deviation, string unit) => Count switch
    {
        0 => "-",
        1 => $"{mean}{unit}",
        _ => $"{mean} ± {deviation}{unit}",
    };
}
