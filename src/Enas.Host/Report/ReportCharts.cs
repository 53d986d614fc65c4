using System.Globalization;
using System.Text.Json.Nodes;

namespace Enas.Host.Report;

/// <summary>The charts of one search.</summary>
internal static class ReportCharts
{
    /// <summary>Decay of the moving averages.</summary>
    private const double Decay = 0.95;

    private const string Step = "step";

    /// <summary>All charts, in the order of the page.</summary>
    public static IReadOnlyList<ChartSpec> Of(ReportedSearch search, IReadOnlyList<ScoredTwice> scoredTwice) =>
    [
        Reward(search),
        Entropy(search),
        Shares(search, out var skips),
        skips,
        Unique(search),
        Loss(search),
        LearningRate(search),
        Fidelity(scoredTwice),
    ];

    /// <summary>The reward: each one, the moving average, the best so far, and where random candidates came out.</summary>
    public static ChartSpec Reward(ReportedSearch search)
    {
        SeriesPoint[] rewards = [.. search.Series.Rewards.Select(reward => reward.Point)];
        var random = search.RandomScores;
        var (first, last) = rewards.Length == 0 ? (0, 0) : (rewards[0].Step, rewards[^1].Step);
        var (mean, deviation) = MeanAndDeviation(random);
        var band = random.Count > 1 && rewards.Length > 0
            ? ChartSpec.Band("random", [(first, mean - deviation, mean + deviation), (last, mean - deviation, mean + deviation)])
            : null;
        var note = Text($"A point is one reward; the average is exponential (decay {Decay}, bias corrected) over all of them. ") + (random.Count > 1
            ? Text($"The band is the mean and standard deviation of {random.Count} random candidates on the whole validation set, in the reward's unit; rewards are measured on parts of it.")
            : "No random candidates were scored yet: that is done when the steps are done.");
        return ChartSpec.Lines(
            "reward",
            "Reward",
            search.IsTraining ? "A final training has no rewards." : note,
            Step,
            "reward",
            band,
            ChartSpec.Series("reward", "points", rewards),
            ChartSpec.Series("moving average", "line", Smoothing.Average(rewards, Decay)),
            ChartSpec.Series("best so far", "step", Smoothing.BestSoFar(rewards)));
    }

    /// <summary>Mean and standard deviation with n - 1; both 0 where there is none.</summary>
    public static (double Mean, double Deviation) MeanAndDeviation(IReadOnlyList<double> values)
    {
        var mean = values.Count == 0 ? 0 : values.Average();
        return (mean, values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }

    private static ChartSpec Entropy(ReportedSearch search)
    {
        var uniform = search.UniformEntropy;
        SeriesPoint[] share = [.. search.Series.Entropies.Select(point => point with { Value = 100 * point.Value / uniform })];
        return ChartSpec.Lines(
            "entropy",
            "Entropy of the policy",
            Text($"Percent of the {uniform:0.00} nats of a policy that knows nothing; near 0 the policy always samples the same."),
            Step,
            "% of maximum",
            ChartSpec.Series("entropy", "points", share),
            ChartSpec.Series("moving average", "line", Smoothing.Average(share, Decay)));
    }

    private static ChartSpec Shares(ReportedSearch search, out ChartSpec skips)
    {
        var shares = OperationShares.Of(search.Space, search.Series.Samples);
        IReadOnlyList<SeriesPoint> rates = shares.SkipRates;
        var target = search.Job.Policy.SkipTarget;
        SeriesPoint[] goal = rates.Count == 0 || search.Job.Policy.SkipWeight == 0 ? [] : [rates[0] with { Value = target }, rates[^1] with { Value = target }];
        skips = ChartSpec.Lines(
            "skips",
            "Skip rate",
            rates.Count > 0 ? "Share of the skip connections that were chosen among those that could be." : "This space has no decisions on skip connections.",
            Step,
            "share",
            ChartSpec.Series("skip rate", "line", rates),
            ChartSpec.Series("target", "step", goal));
        return new ChartSpec("shares", "Operations over time", "Share of each operation among all that were sampled for the policy, by stretches of the search.", shares.HeatMap());
    }

    // Of each stretch of samples how many were never seen before, and how many different ones the stretch has.
    private static ChartSpec Unique(ReportedSearch search)
    {
        const int stretches = 100;
        var samples = search.Series.Samples;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (fresh, different) = (new List<SeriesPoint>(), new List<SeriesPoint>());
        for (var stretch = 0; stretch < Math.Min(stretches, samples.Count); stretch++)
        {
            var from = (int)((long)stretch * samples.Count / Math.Min(stretches, samples.Count));
            var to = (int)((long)(stretch + 1) * samples.Count / Math.Min(stretches, samples.Count));
            var here = new HashSet<string>(StringComparer.Ordinal);
            var before = seen.Count;
            for (var i = from; i < to; i++)
            {
                here.Add(samples[i].Tokens);
                seen.Add(samples[i].Tokens);
            }

            fresh.Add(new SeriesPoint(samples[from].Step, 100.0 * (seen.Count - before) / (to - from)));
            different.Add(new SeriesPoint(samples[from].Step, 100.0 * here.Count / (to - from)));
        }

        return ChartSpec.Lines(
            "unique",
            "Unique architectures",
            Text($"{seen.Count:N0} different architectures among {samples.Count:N0} samples, by stretches of the search."),
            Step,
            "% of samples",
            ChartSpec.Series("different in the stretch", "line", different),
            ChartSpec.Series("never seen before", "line", fresh));
    }

    private static ChartSpec Loss(ReportedSearch search) => ChartSpec.Lines(
        "loss",
        "Training loss of the shared weights",
        "Cross-entropy of each weight step, in nats.",
        Step,
        "loss",
        ChartSpec.Series("loss", "points", search.Series.Losses),
        ChartSpec.Series("moving average", "line", Smoothing.Average(search.Series.Losses, Decay)));

    private static ChartSpec LearningRate(ReportedSearch search) => ChartSpec.Lines(
        "rates",
        "Learning rates",
        "As they were used, on a logarithmic axis.",
        Step,
        "log rate",
        ChartSpec.Series("shared weights", "step", search.Series.WeightRates),
        ChartSpec.Series("policy", "step", search.Series.PolicyRates));

    private static ChartSpec Fidelity(IReadOnlyList<ScoredTwice> scores)
    {
        if (scores.Count < 2)
        {
            return new ChartSpec(
                "fidelity", "Rank fidelity", Text($"{scores.Count} of this search's architectures were also trained from scratch; two are needed at least. Train some beside it: enas rank SEARCH."), null);
        }

        var content = new JsonObject
        {
            ["kind"] = "scatter",
            ["x"] = "with shared weights",
            ["y"] = "trained alone",
            ["data"] = new JsonArray([.. scores.Select(score =>
                (JsonNode)new JsonArray(ChartSpec.Short(score.Shared), ChartSpec.Short(score.StandAlone), score.Tokens))]),
        };
        return new ChartSpec("fidelity", "Rank fidelity", RankFidelity.Words(scores) + ". Both scores in the reward's unit.", content);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
