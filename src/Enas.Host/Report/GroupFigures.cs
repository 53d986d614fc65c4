using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Searches;

namespace Enas.Host.Report;

/// <summary>What the seeds of one job came to, figure by figure: a row of the table that a comparison of many seeds begins with.</summary>
internal sealed class GroupFigures
{
    /// <summary>The figures of a group.</summary>
    public GroupFigures(SearchGroup group)
    {
        Group = group;
        ReportedSearch[] searches = [.. group.Members.Select(one => one.Search)];
        Reward = Spread.Of(searches.Select(Comparison.Best));
        double[] scores = [.. searches.Select(search => search.Result?.Score).OfType<double>()];
        Score = Spread.Of([.. scores]);
        if (scores.Length > 0)
        {
            (Best, Worst) = (scores.MinBy(First.ChoiceMeasure.Rank), scores.MaxBy(First.ChoiceMeasure.Rank));
        }

        Test = Spread.Of(searches.Select(search => search.Result?.TestScore));
        RandomBest = Spread.Of(searches.Select(search => search.RandomBest));
        PolicyMiddle = Spread.Of(searches.Select(search => search.AgainstRandom?.Policy.Middle));
        RandomMiddle = Spread.Of(searches.Select(search => search.AgainstRandom?.Random.Middle));
    }

    public SearchGroup Group { get; }

    /// <summary>Best rewards of the searches.</summary>
    public Spread Reward { get; }

    /// <summary>Scores of what the searches chose, or of what was trained.</summary>
    public Spread Score { get; }

    /// <summary>The best of these scores; null where there is none.</summary>
    public double? Best { get; }

    /// <summary>The worst of these scores; null where there is none.</summary>
    public double? Worst { get; }

    /// <summary>Scores on the test set, where it was used.</summary>
    public Spread Test { get; }

    /// <summary>What the best uniform candidate of each search reached.</summary>
    public Spread RandomBest { get; }

    /// <summary>The mean of each search's own candidates, of perplexities their median.</summary>
    public Spread PolicyMiddle { get; }

    /// <summary>The same of each search's uniform candidates.</summary>
    public Spread RandomMiddle { get; }

    private ReportedSearch First => Group.Members[0].Search;

    /// <summary>A table of groups: its head, and one row a group. A column that no group has anything in is left out.</summary>
    /// <param name="groups">The groups of one section: their figures share a measure.</param>
    /// <param name="hasMeans">Whether it has what all candidates of a search reached, beside what the best of them did.</param>
    public static (IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows) Table(
        IReadOnlyList<GroupFigures> groups, bool hasMeans)
    {
        var measure = groups[0].First.ChoiceMeasure;
        var middle = ScoredSet.MiddleName(groups[0].First.CandidateMeasure);
        var own = OwnCandidates.NameOf(groups.SelectMany(one => one.Group.Members).Select(one => one.Search.Job));
        var isTraining = groups[0].First.IsTraining;
        (string Head, Func<GroupFigures, string> Of)[] columns =
        [
            ("job", one => one.Group.Name),
            ("seeds", one => one.Seeds),
            ("best reward", one => one.Reward.OfReward()),
            (isTraining ? $"validation {measure}" : $"chosen {measure}", one => one.Words(one.Score)),
            ("best", one => one.Words(one.Best)),
            ("worst", one => one.Words(one.Worst)),
            ($"test {measure}", one => one.Words(one.Test)),
            ("random best", one => one.Words(one.RandomBest)),
            ($"{own} {middle}", one => hasMeans ? one.CandidateWords(one.PolicyMiddle) : "-"),
            ($"random {middle}", one => hasMeans ? one.CandidateWords(one.RandomMiddle) : "-"),
            ("multiply-adds", one => one.Cost),
        ];
        (string Head, Func<GroupFigures, string> Of)[] filled = [.. columns.Where(column => groups.Any(one => column.Of(one) != "-"))];
        return ([.. filled.Select(column => column.Head)],
            [.. groups.Select(one => (IReadOnlyList<string>)[.. filled.Select(column => column.Of(one))])]);
    }

    // A figure is over the seeds that have it, which are all of them in whole searches.
    private int Counted => First.IsTraining ? Score.Count : Reward.Count;

    private string Seeds => Counted == Group.Members.Count ? Text($"{Counted}") : Text($"{Counted} of {Group.Members.Count}");

    // A mean over seeds: a cost that differs between them does so by the architectures that were drawn.
    private string Cost
    {
        get
        {
            long[] costs = [.. Group.Members.Select(one => one.Search.Costs.MultiplyAdds).OfType<long>()];
            return costs.Length == 0 ? "-" : CostText.Of((long)costs.Average());
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private string Words(Spread spread) => spread.OfScore(First.ChoiceMeasure) + Fewer(spread);

    private string CandidateWords(Spread spread) => spread.OfScore(First.CandidateMeasure) + Fewer(spread);

    // A search that was stopped has rewards and no choice: then a figure says of how many seeds it is.
    private string Fewer(Spread spread) => spread.Count == 0 || spread.Count == Counted ? string.Empty : Text($" ({spread.Count} seeds)");

    private string Words(double? score) => score is null ? "-" : ScoreText.Of(First.ChoiceMeasure, score);
}
