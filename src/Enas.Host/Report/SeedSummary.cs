using System.Globalization;
using Enas.Host.Statistics;

namespace Enas.Host.Report;

/// <summary>What the seeds of one job came to together: the best rewards of searches, the scores of final trainings.</summary>
internal sealed record SeedSummary
{
    /// <summary>The summary of a group; nothing is counted of a search that has no value yet.</summary>
    public SeedSummary(SearchGroup group)
    {
        IsTraining = group.Members[0].Search.IsTraining;
        Counted = [.. group.Members.Where(one => Value(one) is not null)];
        (Mean, Deviation) = Sample.MeanAndDeviation([.. Counted.Select(one => Value(one)!.Value)]);
        Remarks = [.. RemarksOf(group)];
        Words = [.. SentencesOf(group)];
    }

    /// <summary>The searches whose values the mean is over.</summary>
    public IReadOnlyList<NamedSearch> Counted { get; }

    /// <summary>Whether they are final trainings.</summary>
    public bool IsTraining { get; }

    /// <summary>Mean of the values, 0 where there is none.</summary>
    public double Mean { get; }

    /// <summary>Their standard deviation with n - 1, 0 for fewer than two.</summary>
    public double Deviation { get; }

    /// <summary>Those of the counted that are not complete: their value may still change.</summary>
    public IEnumerable<NamedSearch> Incomplete => Counted.Where(one => one.Search.Milestones.Completed is null);

    /// <summary>The summary in sentences; none for a search by itself that needs none.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>What the figures do not say: searches that stand aside, that are not counted, that are not complete.</summary>
    public IReadOnlyList<string> Remarks { get; }

    private static double? Value(NamedSearch one) => one.Search.IsTraining ? one.Search.Result?.Score : Comparison.Best(one.Search);

    private IEnumerable<string> SentencesOf(SearchGroup group)
    {
        if (group.Aside is not null)
        {
            yield return AsideOf(group);
        }

        if (Counted.Count > 1)
        {
            var (measure, spread) = (Counted[0].Search.ChoiceMeasure, Spread.Of(Counted.Select(Value)));
            var words = IsTraining ? $"validation {measure} {spread.OfScore(measure)}" : $"best reward {spread.OfReward()}";
            yield return $"{group.Name}: {Counted.Count} seeds of one job, {words}"
                + (Incomplete.Any() ? $"; {IncompleteWords}" : string.Empty);
        }

        foreach (var words in Uncounted(group))
        {
            yield return words;
        }
    }

    private IEnumerable<string> RemarksOf(SearchGroup group)
    {
        if (group.Aside is not null)
        {
            yield return AsideOf(group);
        }

        if (group.Members.Count > 1 && Incomplete.Any())
        {
            yield return $"{group.Name}: {IncompleteWords}";
        }

        foreach (var words in Uncounted(group))
        {
            yield return words;
        }
    }

    private static string AsideOf(SearchGroup group) => $"{group.Members[0].Name}: {group.Aside}";

    private string IncompleteWords => "not complete: " + string.Join(", ", Incomplete.Select(one =>
        string.Create(CultureInfo.InvariantCulture, $"{one.Name} (up to step {one.Search.Span.LastStep:N0})")));

    private IEnumerable<string> Uncounted(SearchGroup group) => (group.Members.Count > 1 ? group.Members.Except(Counted) : []).Select(one =>
        $"{one.Name}: no {(IsTraining ? "score" : "reward")}{(one.Search.Milestones.Completed is null ? " yet" : string.Empty)}, "
            + "so it is not counted as a seed");
}
