namespace Enas.Host.Statistics;

/// <summary>What differences in pairs come to, one pair a seed; above 0 the first of a pair is better.</summary>
/// <param name="Count">Pairs.</param>
/// <param name="Mean">Mean difference.</param>
/// <param name="Deviation">Standard deviation of the differences, with n - 1.</param>
/// <param name="Low">Lower end of the mean's 95 % interval by Student's t; null of fewer than two pairs.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Won">Pairs in which the first is better.</param>
/// <param name="Drawn">Pairs in which both are equal.</param>
/// <param name="SignedRank">Wilcoxon's test of the same differences.</param>
internal sealed record PairedDifference(
    int Count, double Mean, double Deviation, double? Low, double? High, int Won, int Drawn, SignedRank SignedRank)
{
    /// <summary>The share of pairs in which the first is better; equal ones count half.</summary>
    public double WinShare => (Won + (0.5 * Drawn)) / Count;

    /// <summary>Whether the whole interval is above 0.</summary>
    public bool IsBetter => Low > 0;

    /// <summary>Whether the whole interval is below 0.</summary>
    public bool IsWorse => High < 0;

    /// <summary>Mean over deviation, the effect size of pairs (Cohen 1988, d_z); null where the differences do not differ.</summary>
    public double? EffectSize => Deviation > 0 ? Mean / Deviation : null;

    /// <summary>
    /// Pairs with which such an effect is found in four of five comparisons, at 5 % two-sided: 2 + (2.8 / d_z)², in which 2.8 is the sum
    /// of the normal quantiles of 97.5 % and 80 % (Cohen 1988). Null where there is no effect to find.
    /// </summary>
    public long? PairsNeeded => EffectSize is { } effect && effect != 0
        && 2 + (2.8 / effect * (2.8 / effect)) is var pairs and < long.MaxValue ? (long)Math.Ceiling(pairs) : null;

    /// <summary>The same where no difference can be larger: an interval that reaches beyond ends there.</summary>
    /// <param name="most">The largest difference that there can be; null where there is none.</param>
    public PairedDifference Within(double? most) => most is not { } bound ? this
        : this with { Low = Low is { } low ? Math.Max(low, -bound) : null, High = High is { } high ? Math.Min(high, bound) : null };

    /// <summary>The summary of pairs, one at least: of how much the first of each is above the second. Those that are equal but for
    /// rounding are equal.</summary>
    public static PairedDifference Of(IReadOnlyList<(double One, double Other)> pairs) =>
        Of([.. pairs.Select(pair => Rounding.Difference(pair.One, pair.Other))]);

    /// <summary>The summary of differences, one at least.</summary>
    public static PairedDifference Of(IReadOnlyList<double> differences)
    {
        var (mean, deviation) = Sample.MeanAndDeviation(differences);

        // Differences that differ in their last bits are one difference.
        deviation = Rounding.AreEqual(mean + deviation, mean) ? 0 : deviation;
        var count = differences.Count;
        double? half = count < 2 ? null : StudentT.Quantile(0.975, count - 1) * deviation / Math.Sqrt(count);
        return new PairedDifference(
            count,
            mean,
            deviation,
            mean - half,
            mean + half,
            differences.Count(difference => difference > 0),
            differences.Count(difference => difference == 0),
            SignedRank.Of(differences));
    }
}
