using System.Globalization;
using Enas.Host.Cli;

namespace Enas.Host.Report;

/// <summary>
/// The searches of a comparison whose figures can stand in one column and on one axis: all of them searches or all of them final trainings,
/// with one measure and one formula of the reward.
/// </summary>
internal sealed class ComparisonSection
{
    private ComparisonSection(IReadOnlyList<NamedSearch> members)
    {
        Members = members;
        Groups = SearchGroup.Of(members);
        Summaries = [.. Groups.Select(group => new SeedSummary(group))];
    }

    /// <summary>The searches, in the order they were given.</summary>
    public IReadOnlyList<NamedSearch> Members { get; }

    /// <summary>The searches by job: seeds of one job together.</summary>
    public IReadOnlyList<SearchGroup> Groups { get; }

    /// <summary>What each group came to.</summary>
    public IReadOnlyList<SeedSummary> Summaries { get; }

    /// <summary>Whether they are final trainings.</summary>
    public bool IsTraining => First.IsTraining;

    /// <summary>What they are, by what they are measured, and which way is better.</summary>
    public string Title => IsTraining
        ? $"Final trainings: {MeasureOf(First)}" : $"Searches: {MeasureOf(First)}; reward {RewardOf(First)}, higher is better";

    /// <summary>Heads of the columns of <see cref="Rows"/>.</summary>
    public IReadOnlyList<string> Head => IsTraining
        ? ["training", "status", "seed", "steps", $"validation {Measure}", $"test {Measure}", "fingerprint", "architecture"]
        : ["search", "status", "strategy",
            "seed", "steps", "best reward", "reward ema", $"chosen {Measure}", "random best", "policy mean", "random mean", "fingerprint"];

    /// <summary>One row a search.</summary>
    public IEnumerable<IReadOnlyList<string>> Rows => Members.Select(one => IsTraining ? TrainingRow(one) : SearchRow(one));

    private ReportedSearch First => Members[0].Search;

    private string Measure => ScoreText.Measure(First.Job.Space.Kind);

    /// <summary>The sections of searches, in the order in which their first one was given.</summary>
    public static IReadOnlyList<ComparisonSection> Of(IReadOnlyList<NamedSearch> searches) =>
        [.. searches.GroupBy(one => (one.Search.IsTraining, MeasureOf(one.Search), one.Search.IsTraining
            ? string.Empty : RewardOf(one.Search))).Select(section => new ComparisonSection([.. section]))];

    /// <summary>The measure of a search with its direction.</summary>
    public static string MeasureOf(ReportedSearch search) =>
        search.HasAccuracy ? "accuracy in %, higher is better" : "perplexity, lower is better";

    /// <summary>What the reward of a search is.</summary>
    private static string RewardOf(ReportedSearch search)
    {
        var (c, power) = (search.Job.Reward.C, search.Job.Reward.PerplexityPower);
        return search.HasAccuracy ? "accuracy from 0 to 1"
            : string.Create(CultureInfo.InvariantCulture, $"{c} / perplexity{(power == 1 ? string.Empty : $"^{power}")}");
    }

    private static IReadOnlyList<string> SearchRow(NamedSearch one)
    {
        var (search, random) = (one.Search, one.Search.AgainstRandom);
        return
        [
            one.Name,
            search.Status,
            search.Job.Strategy.Kind,
            Whole(search.Job.Seed),
            Whole(search.Span.LastStep),
            Number(Comparison.Best(search)),
            Number(Comparison.Average(search)),
            Score(search, search.Result?.Score),
            Score(search, random?.Random.Best),
            Score(search, random?.Policy.Mean),
            Score(search, random?.Random.Mean),
            search.Fingerprint[..12],
        ];
    }

    private static IReadOnlyList<string> TrainingRow(NamedSearch one)
    {
        var search = one.Search;
        return
        [
            one.Name,
            search.Status,
            Whole(search.Job.Seed),
            Whole(search.Span.LastStep),
            Score(search, search.Result?.Score),
            Score(search, search.Result?.TestScore),
            search.Fingerprint[..12],
            search.Milestones.Started?.Architecture ?? "-",
        ];
    }

    private static string Score(ReportedSearch search, double? score) =>
        score is null ? search.NoResult is null ? "-" : "not finite" : ScoreText.Of(search.Job.Space.Kind, score);

    private static string Number(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";

    private static string Whole<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
