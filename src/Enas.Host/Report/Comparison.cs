using Enas.Pipeline.Messages;

namespace Enas.Host.Report;

/// <summary>Several searches side by side.</summary>
internal sealed class Comparison
{
    /// <summary>What is compared of several searches.</summary>
    /// <param name="searches">The searches.</param>
    public Comparison(IReadOnlyList<ReportedSearch> searches)
    {
        Searches = searches;
        Names = [.. searches.Select(search => searches.Count(other => other.Name == search.Name) == 1 ? search.Name : search.Folder.Root)];
        Sections = ComparisonSection.Of([.. searches.Zip(Names, (search, name) => new NamedSearch(search, ForeignText.Shown(name)))]);
        Differences = JobDifferences.Of([.. searches.Select(search => search.ResolvedJob)]);
    }

    public IReadOnlyList<ReportedSearch> Searches { get; }

    /// <summary>The searches' names; whole paths where two have one name.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The searches by what they are measured by.</summary>
    public IReadOnlyList<ComparisonSection> Sections { get; }

    /// <summary>The groups of all sections.</summary>
    public IReadOnlyList<SearchGroup> Groups => [.. Sections.SelectMany(section => section.Groups)];

    /// <summary>What each group came to.</summary>
    public IReadOnlyList<SeedSummary> Summaries => [.. Sections.SelectMany(section => section.Summaries)];

    /// <summary>The options in which the jobs differ.</summary>
    public IReadOnlyList<(string Option, IReadOnlyList<string?> Values)> Differences { get; }

    /// <summary>What a reader must know of searches that are not whole.</summary>
    public IEnumerable<string> Missing =>
        Searches.Zip(Names).SelectMany(one => ReportPage.Missing(one.First).Select(word => $"{one.Second}: {word}"));

    /// <summary>The highest reward.</summary>
    public static double? Best(ReportedSearch search) =>
        search.Series.Rewards.Count == 0 ? null : search.Series.Rewards.Max(reward => reward.Point.Value);

    /// <summary>The moving average of the reward at the end.</summary>
    public static double? Average(ReportedSearch search) =>
        search.Series.Rewards.Count == 0
            ? null : Smoothing.Average([.. search.Series.Rewards.Select(reward => reward.Point)], 0.95)[^1].Value;
}
