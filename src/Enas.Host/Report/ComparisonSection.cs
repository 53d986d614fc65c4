using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Search;

namespace Enas.Host.Report;

/// <summary>
/// The searches of a comparison whose figures can stand in one column and on one axis: all of them searches or all of them final trainings,
/// with one measure and one formula of the reward.
/// </summary>
internal sealed class ComparisonSection
{
    private ComparisonSection(IReadOnlyList<NamedSearch> members, IReadOnlyList<SearchGroup> groups)
    {
        Members = members;
        Groups = groups;
        Summaries = [.. Groups.Select(group => new SeedSummary(group))];
    }

    /// <summary>The searches, in the order they were given.</summary>
    public IReadOnlyList<NamedSearch> Members { get; }

    /// <summary>The searches by job: seeds of one job together.</summary>
    public IReadOnlyList<SearchGroup> Groups { get; }

    /// <summary>What each group came to.</summary>
    public IReadOnlyList<SeedSummary> Summaries { get; }

    /// <summary>Whether any of them are seeds of one job.</summary>
    public bool HasSeeds => Groups.Any(group => group.Members.Count > 1);

    /// <summary>How the figures of groups are to be read.</summary>
    public string GroupNote => "mean ± standard deviation (n - 1) over the seeds of a job"
        + (First.ChoiceMeasure == Pipeline.Measures.Measure.Perplexity ? ", of perplexities the median (lowest to highest)" : string.Empty)
        + "; best and worst are "
        + $"{(IsTraining ? "validation scores" : "scores of the choices")}";

    /// <summary>What the figures of groups do not say: what stands aside, is not complete, or holds beside random candidates.</summary>
    public IEnumerable<string> GroupWords => Summaries.SelectMany(summary => summary.Remarks).Concat(Groups.SelectMany(GroupRemarks.Of))
        .Concat(BesideRandom.Select(one => one.Words));

    /// <summary>The jobs beside random search, seed by seed, where both are among them.</summary>
    public IReadOnlyList<BesideRandomSearch> BesideRandom => field ??= BesideRandomSearch.Of(Groups);

    /// <summary>Whether their architectures share weights; otherwise the score of each is found anew or looked up.</summary>
    public bool HasSharedWeights => Members.Any(one => SpaceCatalog.SharesWeights(one.Search.Job));

    /// <summary>Whether they are final trainings.</summary>
    public bool IsTraining => First.IsTraining;

    /// <summary>What they are, by what they are measured, and which way is better.</summary>
    public string Title => IsTraining
        ? $"Final trainings: {MeasureOf(First)}" : $"Searches: {MeasureOf(First)}; reward {RewardOf(First)}, higher is better{FinalsWords}";

    // A score of a training alone and one with shared weights are different measurements.
    private string FinalsWords => Members.Any(one => one.Search.Result?.FinalRanks is not null)
        ? "; where finals were held, the chosen one and the random best are those trained alone"
            + (First.ChoiceMeasure == First.CandidateMeasure ? string.Empty : $", by their {Words(First.ChoiceMeasure)}")
            + (HasSharedWeights ? ", all else is with the shared weights" : ", all else is as the search evaluated it")
        : string.Empty;

    /// <summary>Heads of the columns of <see cref="Rows"/>.</summary>
    public IReadOnlyList<string> Head => IsTraining
        ? ["training", "status", "seed", "steps", $"validation {Measure}", $"test {Measure}", "multiply-adds",
            "fingerprint", "architecture"]
        : ["search", "status", "strategy",
            "seed", "steps", "best reward", "reward ema", $"chosen {Measure}", "random best",
            $"{Own} {Middle}", $"random {Middle}", "verdict", "multiply-adds", "fingerprint"];

    /// <summary>One row a search.</summary>
    public IEnumerable<IReadOnlyList<string>> Rows => Members.Select(one => IsTraining ? TrainingRow(one) : SearchRow(one));

    /// <summary>What the work of each search cost, by stage; of seeds of one job the mean. None where nothing is counted.</summary>
    public IEnumerable<string> CostWords => Groups.Select(CostOf).OfType<string>();

    private static string? CostOf(SearchGroup group)
    {
        CostTotals[] counted =
            [.. group.Members.Select(one => one.Search.Costs).Where(costs => costs.MultiplyAdds is not null)];
        if (counted.Length == 0)
        {
            return null;
        }

        var sum = counted.SelectMany(costs => costs.ByPhase)
            .Aggregate(CostTotals.Empty, (all, phase) => all.With(phase.Phase, phase.MultiplyAdds));
        var mean = new CostTotals([.. sum.ByPhase.Select(phase => phase with { MultiplyAdds = phase.MultiplyAdds / counted.Length })]);
        var who = counted.Length == 1 ? group.Name : $"{group.Name}, mean of {counted.Length}";
        return $"cost of {who}: {CostText.Of(group.Members[0].Search.Job, mean)}";
    }

    private ReportedSearch First => Members[0].Search;

    private string Measure => First.ChoiceMeasure.Name;

    private string Own => OwnCandidates.NameOf(Members.Select(one => one.Search.Job));

    private string Middle => ScoredSet.MiddleName(First.CandidateMeasure);

    /// <summary>What each group came to, figure by figure.</summary>
    /// <param name="hasMeans">Whether the means over candidates are among the figures.</param>
    public (IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows) GroupTable(bool hasMeans = true) =>
        GroupFigures.Table([.. Groups.Select(group => new GroupFigures(group))], hasMeans);

    /// <summary>The sections of searches, in the order in which their first one was given.</summary>
    public static IReadOnlyList<ComparisonSection> Of(IReadOnlyList<NamedSearch> searches)
    {
        NamedSearch[][] sections = [.. searches.GroupBy(one => (
            one.Search.IsTraining, one.Search.CandidateMeasure, one.Search.ChoiceMeasure,
            one.Search.IsTraining ? string.Empty : RewardOf(one.Search))).Select(section => section.ToArray())];

        // Names are given to the groups of all sections at once, so that no two have the same.
        var groups = GroupNames.Give([.. sections.SelectMany(SearchGroup.Of)]);
        return [.. sections.Select(members =>
            new ComparisonSection(members, [.. groups.Where(group => members.Contains(group.Members[0]))]))];
    }

    /// <summary>The measure of a search with its direction.</summary>
    public static string MeasureOf(ReportedSearch search) => Words(search.CandidateMeasure);

    /// <summary>What the reward of a search is.</summary>
    private static string RewardOf(ReportedSearch search)
    {
        var objective = ObjectiveCatalog.Of(search.Job);
        var measured = MeasuredRewardOf(search);
        return objective.RanksByMeasure ? measured
            : objective.Cost is null ? $"{measured}, times limit / cost of what exceeds a limit"
            : string.Create(CultureInfo.InvariantCulture,
                $"{measured}, times (cost / {search.Job.Objective.Target})^{search.Job.Objective.Alpha}, above it ")
                + string.Create(CultureInfo.InvariantCulture, $"^{search.Job.Objective.Beta}, of {objective.Cost.Name}");
    }

    private static string MeasuredRewardOf(ReportedSearch search)
    {
        var (measure, c, power) = (search.CandidateMeasure, search.Job.Reward.C, search.Job.Reward.PerplexityPower);
        return measure == Pipeline.Measures.Measure.Perplexity
            ? string.Create(CultureInfo.InvariantCulture, $"{c} / perplexity{(power == 1 ? string.Empty : $"^{power}")}")
            : measure == Pipeline.Measures.Measure.Accuracy ? "accuracy from 0 to 1"
            : measure.Direction == MeasureDirection.Higher ? measure.Name : $"minus {measure.Name}";
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
            Score(search, search.Result?.Score, search.ChoiceMeasure),
            Score(search, search.RandomBest, search.ChoiceMeasure),
            Score(search, random?.Policy.Middle, search.CandidateMeasure),
            Score(search, random?.Random.Middle, search.CandidateMeasure),
            search.Verdict?.Short ?? "-",
            search.Costs.MultiplyAdds is { } cost ? CostText.Of(cost) : "-",
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
            Score(search, search.Result?.Score, search.ChoiceMeasure),
            Score(search, search.Result?.TestScore, search.ChoiceMeasure),
            search.Costs.MultiplyAdds is { } cost ? CostText.Of(cost) : "-",
            search.Fingerprint[..12],
            search.Milestones.Started?.Architecture ?? "-",
        ];
    }

    private static string Words(Measure measure) => $"{measure.NameWithUnit}, {measure.Better} is better";

    private static string Score(ReportedSearch search, double? score, Measure measure) =>
        score is null ? search.NoResult?.Short ?? "-" : ScoreText.Of(measure, score);

    private static string Number(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";

    private static string Whole<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
