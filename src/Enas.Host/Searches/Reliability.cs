using System.Globalization;
using System.Text.Json.Nodes;

namespace Enas.Host.Searches;

/// <summary>A correlation corrected for the noise of one side.</summary>
/// <param name="Quotient">What the formula gives, which sampling can bring beyond -1 or 1.</param>
internal sealed record CorrectedCorrelation(double Quotient)
{
    /// <summary>The correlation; null where the quotient is none, because the trainings are too noisy to be corrected for.</summary>
    public double? Value => Math.Abs(Quotient) <= 1 ? Quotient : null;

    /// <summary>It in words without an end.</summary>
    public string Words => Value is null
        ? string.Create(CultureInfo.InvariantCulture, $"out of range ({Quotient:0.00})")
            + ": the trainings are too noisy to correct Spearman rho for their noise"
        : string.Create(CultureInfo.InvariantCulture, $"Spearman rho {Quotient:0.00} if the trainings had no noise of their own")
            + " (corrected for attenuation)";
}

/// <summary>
/// Whether scores tell architectures apart, from several trainings of each that differ in their seed alone (Shrout and Fleiss 1979, one-way
/// random effects): MSB is the variance between the architectures' means times the seeds of each, MSW the pooled variance within them.
/// </summary>
/// <param name="Count">Architectures, all drawn by lot: one that was chosen or designed is no sample of what they differ by.</param>
/// <param name="Seeds">Trainings of each.</param>
/// <param name="WithinSd">√MSW: what a score moves by when nothing but the seed changes.</param>
/// <param name="BetweenSd">√((MSB - MSW) / seeds), or 0: what the architectures differ by beyond that.</param>
/// <param name="Single">ICC(1,1) = (MSB - MSW) / (MSB + (seeds - 1) MSW): share of the variance of single scores that is the
/// architectures'.</param>
/// <param name="Mean">ICC(1,k) = (MSB - MSW) / MSB: the same of their means over the seeds.</param>
internal sealed record Reliability(int Count, int Seeds, double WithinSd, double BetweenSd, double Single, double Mean)
{
    /// <summary>The largest ratio of within to between at which a single training ranks architectures.</summary>
    public const double MostOfBetween = 1.0 / 3;

    /// <summary>The fewest architectures of which it is said whether they can be ranked: what few differ by is known too badly.</summary>
    public const int Fewest = RankCorrelation.FewestForInterval;

    /// <summary>Whether single trainings can be trusted to rank architectures; null of too few to say.</summary>
    public bool? CanRank => Count < Fewest ? null : WithinSd <= MostOfBetween * BetweenSd;

    /// <summary>The reliability of scores, a list for each architecture, all of one length; null where there are not two architectures
    /// with two scores, or all scores are equal.</summary>
    public static Reliability? Of(IReadOnlyList<IReadOnlyList<double>> scores)
    {
        if (scores.Count < 2 || scores[0].Count < 2)
        {
            return null;
        }

        var (count, seeds) = (scores.Count, scores[0].Count);
        double[] means = [.. scores.Select(own => own.Average())];
        var all = means.Average();
        var between = seeds * means.Sum(mean => (mean - all) * (mean - all)) / (count - 1);
        var within = scores.Zip(means).Sum(own => own.First.Sum(score => (score - own.Second) * (score - own.Second)))
            / (count * (seeds - 1.0));
        return between + within == 0 ? null : new(
            count,
            seeds,
            Math.Sqrt(within),
            Math.Sqrt(Math.Max(0, between - within) / seeds),
            (between - within) / (between + ((seeds - 1) * within)),
            between == 0 ? double.NegativeInfinity : (between - within) / between);
    }

    /// <summary>
    /// A correlation with the means of these scores as it would be if their trainings had no noise of their own (Spearman 1904, correction
    /// for attenuation, of one side): divided by the root of the means' reliability. What is held against them keeps its own noise. Null
    /// where the means tell nothing apart, and of fewer architectures than a correlation has an interval of: the reliability that it is
    /// divided by is then no better known than the correlation.
    /// </summary>
    /// <param name="correlation">The correlation, from -1 to 1.</param>
    public CorrectedCorrelation? WithoutNoise(double correlation) =>
        Count >= Fewest && Mean > 0 && double.IsFinite(Mean)
            ? new(correlation / Math.Sqrt(Mean)) : null;

    /// <summary>It in a sentence.</summary>
    /// <param name="format">How a difference of scores is written.</param>
    public string Words(Func<double, string> format) => string.Create(
        CultureInfo.InvariantCulture,
        $"one architecture's trainings differ by {format(WithinSd)} (sd within), architectures by {format(BetweenSd)} (sd between); "
            + $"intraclass correlation {Single:0.00} of one training, {Mean:0.00} of the mean of {Seeds}; n = {Count} random ones");

    /// <summary>It for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["architectures"] = Count,
        ["seeds"] = Seeds,
        ["withinSd"] = WithinSd,
        ["betweenSd"] = BetweenSd,
        ["intraclassCorrelation"] = Single,
        ["intraclassCorrelationOfMean"] = double.IsFinite(Mean) ? Mean : null,
        ["canRank"] = CanRank,
        ["verdict"] = Verdict,
    };

    /// <summary>What follows from it.</summary>
    public string Verdict => CanRank switch
    {
        null => string.Create(CultureInfo.InvariantCulture,
            $"too few architectures to say whether a single training of this length can rank them: {Fewest} at least"),
        true => "a single training of this length can rank these architectures: sd within is at most a third of sd between",
        _ => "a single training of this length cannot rank these architectures: sd within should be at most a third of sd between. "
            + "Train longer or with more seeds, or change the recipe",
    };
}
