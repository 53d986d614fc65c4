namespace Enas.Host.Statistics;

/// <summary>What a list of numbers comes to.</summary>
internal static class Sample
{
    /// <summary>The mean and the standard deviation with n - 1, which is 0 of fewer than two.</summary>
    public static (double Mean, double Deviation) MeanAndDeviation(IReadOnlyList<double> values)
    {
        var mean = values.Count == 0 ? 0 : values.Average();
        return (mean, values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }

    /// <summary>What a share of the values lie below, between neighbours in proportion (Hyndman and Fan 1996, definition 7); one half
    /// is the median. Values may be infinite.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="share">From 0 to 1.</param>
    public static double Quantile(IReadOnlyList<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        var place = share * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        var (low, high) = (sorted[below], sorted[Math.Min(below + 1, sorted.Length - 1)]);
        return low == high || place == below ? low : low + ((place - below) * (high - low));
    }
}
