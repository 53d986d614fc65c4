using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Readings;
using Enas.Host.Searches;
using Enas.Host.Statistics;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Report;

/// <summary>The charts of one search.</summary>
internal static class ReportCharts
{
    /// <summary>Decay of the moving averages.</summary>
    private const double Decay = Smoothing.Decay;

    private const string Step = "step";

    private const string NothingSampled = "No architecture was sampled for the policy yet.";

    /// <summary>All charts, in the order of the page.</summary>
    public static IReadOnlyList<ChartSpec> Of(ReportedSearch search, StandAlone standAlone) =>
        search.IsTraining ? TrainingCharts.Of(search) :
    [
        Reward(search),
        CandidateStrip.Of(search),
        Entropy(search),
        Shares(search, out var skips),
        skips,
        Unique(search),
        Loss(search, "Training loss of the shared weights", SpaceCatalog.SharesWeights(search.Job)
            ? "No weight step was taken yet." : "The architectures of this search share no weights."),
        LearningRate(search, "shared weights"),
        Fidelity(search, standAlone),
        .. FrontChart.Of(search) is { } front ? (ChartSpec[])[front] : [],
    ];

    /// <summary>The reward: each one, the moving average, the best so far, and where random candidates came out.</summary>
    public static ChartSpec Reward(ReportedSearch search)
    {
        SeriesPoint[] rewards = [.. search.Series.Rewards.Select(reward => reward.Point)];
        var random = search.RandomScores;
        var (first, last) = rewards.Length == 0 ? (0, 0) : (rewards[0].Step, rewards[^1].Step);
        CurveBand At(RandomBand band, long step) => new(step, band.Mean - band.Deviation, band.Mean + band.Deviation);
        var band = search.Random is { } known && rewards.Length > 0
            ? ChartSpec.Band("random", [At(known, first), At(known, last)]) : null;
        var words = SpaceCatalog.WordsOf(search.Job);
        var on = search.Milestones.Screened.Count > 0 ? "of the screening, on a part of the validation set" : words.RandomOnes;
        var note = Text($"A point is one reward; the average is exponential (decay {Decay}, bias corrected) over all of them. ")
            + (random.Count > 1
                ? Text($"The band is the mean and standard deviation of {random.Count} random candidates {on}, ")
                    + $"in the reward's unit; rewards are {words.Rewards}. Compare the average with the band: the best so far is "
                    + Text($"the best of {rewards.Length:N0} rewards, the line of the best random one that of {random.Count}.")
                : WithoutBand(search, random.Count));
        return ChartSpec.Lines(
            "reward",
            "Reward",
            note,
            Step,
            "reward",
            band,
            PointNames.Of(search, ChartSpec.Series("reward", "points", rewards)),
            ChartSpec.Series("moving average", "line", Smoothing.Average(rewards, Decay)),
            ChartSpec.Series("best so far", "step", Smoothing.BestSoFar(rewards)),
            ChartSpec.Series("best random", "step", random.Count > 0 && rewards.Length > 0 ? [new SeriesPoint(first, random.Max()),
                new SeriesPoint(last, random.Max())] : [])).Or("No architecture was rewarded yet.");
    }

    private static ChartSpec Entropy(ReportedSearch search)
    {
        var uniform = search.UniformEntropy;
        SeriesPoint[] share = [.. search.Series.Entropies.Select(point => point with { Value = 100 * point.Value / uniform })];
        return ChartSpec.Lines(
            "entropy",
            "Entropy of the policy",
            Text($"Percent of the {uniform:0.00} nats of a policy that knows nothing") + (StrategyCatalog.Of(search.Job).IsNullModel
                ? "; random search has no other policy."
                : "; near 0 the policy always samples the same. The axis need not begin at 0."),
            Step,
            "% of maximum",
            ChartSpec.Series("entropy", "points", share),
            ChartSpec.Series("moving average", "line", Smoothing.Average(share, Decay))).Or(Nothing(search)).Within(0, 100, span: 20);
    }

    private static ChartSpec Shares(ReportedSearch search, out ChartSpec skips)
    {
        var shares = OperationShares.Of(search.Space, search.Series.Samples);
        IReadOnlyList<SeriesPoint> rates = shares.SkipRates;
        var (target, hasGoal) = (search.Job.Policy.SkipTarget,
            search.Job.Policy.SkipWeight != 0 && !StrategyCatalog.Of(search.Job).IsNullModel);
        SeriesPoint[] goal = rates.Count == 0 || !hasGoal ? [] : [rates[0] with { Value = target }, rates[^1] with { Value = target }];
        skips = ChartSpec.Lines(
            "skips",
            "Skip rate",
            "Share of the skip connections that were chosen among those that could be, by stretches of the search.",
            Step,
            "share",
            ChartSpec.Series("skip rate", "line", rates),
            ChartSpec.Series("target", "step", goal))
                .Or(HasSkips(search.Space) ? Nothing(search) : "This space has no decisions on skip connections.").Within(0, 1);
        return new ChartSpec(
            "shares", "Operations over time",
                $"Share of each operation among all that were sampled{ForPolicy(search)}, by stretches of the search.", shares.HeatMap())
                .Or(Nothing(search));
    }

    private static string ForPolicy(ReportedSearch search) => OwnCandidates.HavePolicy(search.Job) ? " for the policy" : string.Empty;

    private static bool HasSkips(SearchSpace space) => space.Decisions.Any(decision => decision.Role == DecisionRole.Skip);

    private static ChartSpec Unique(ReportedSearch search)
    {
        var unique = UniqueArchitectures.Of(search.Series.Samples);
        return ChartSpec.Lines(
            "unique",
            "Unique architectures",
            $"{Counted.Of(unique.Count, "different architecture")} among {Counted.Of(search.Series.Samples.Count, "sample")}, "
                + "by stretches of the search.",
            Step,
            "% of samples",
            ChartSpec.Series("different in the stretch", "line", unique.Different),
            ChartSpec.Series("never seen before", "line", unique.Fresh)).Or("No architecture was sampled yet.").Within(0, 100);
    }

    /// <summary>The loss of each step that trained weights.</summary>
    public static ChartSpec Loss(ReportedSearch search, string title, string reason) => ChartSpec.Lines(
        "loss",
        title,
        $"Cross-entropy of each step in nats per {SpaceCatalog.Of(search.Job).LossItem}.",
        Step,
        "loss",
        ChartSpec.Series("loss", "points", search.Series.Losses),
        ChartSpec.Series("moving average", "line", Smoothing.Average(search.Series.Losses, Decay))).Or(reason);

    private static string WithoutBand(ReportedSearch search, int random) =>
        search.Milestones.Completed is null ? "No random candidates were scored yet: that is done when the steps are done."
            : random == 0 ? "No random candidate was scored, so nothing shows what chance does."
            : "One random candidate was scored; a band of what chance does needs two.";

    private static string Nothing(ReportedSearch search) =>
        HasPolicy(search) ? NothingSampled : "This strategy has no policy whose samples could be counted.";

    private static bool HasPolicy(ReportedSearch search) =>
        search.IsTraining || StrategyCatalog.Of(search.Job).HasPolicy;

    /// <summary>The learning rates of weights and policy.</summary>
    public static ChartSpec LearningRate(ReportedSearch search, string weights) => ChartSpec.Lines(
        "rates",
        "Learning rates",
        "As they were used, on a logarithmic axis.",
        Step,
        "log rate",
        ChartSpec.Series(weights, "step", search.Series.WeightRates),
        ChartSpec.Series("policy", "step", search.Series.PolicyRates))
            .Or(HasPolicy(search) ? "No step was taken yet." : SpaceCatalog.WordsOf(search.Job).WithoutRates);

    private static ChartSpec Fidelity(ReportedSearch search, StandAlone standAlone)
    {
        var scores = standAlone.ScoredTwice;
        if (scores.Count < FidelityWords.Fewest)
        {
            return new ChartSpec("fidelity", "Rank fidelity", FidelityWords.TooFew(search, scores.Count), null);
        }

        var content = new JsonObject
        {
            ["kind"] = "scatter",
            ["x"] = SpaceCatalog.SharesWeights(search.Job) ? "with shared weights" : "in the search",
            ["y"] = "trained alone",
            ["data"] = new JsonArray([.. scores.Select(score =>
                (JsonNode)new JsonArray(ChartSpec.Short(score.Shared!.Value), ChartSpec.Short(score.Alone), score.Tokens))]),
        };
        return new ChartSpec(
            "fidelity",
            "Rank fidelity",
            string.Join(". ", standAlone.Fidelity.Words(ShareFidelity.ScoresOf(search.Job))) + ". Both scores in the reward's unit.",
            content);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
