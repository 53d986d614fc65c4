using Enas.Host.Cli;
using Enas.Pipeline.Messages;

namespace Enas.Host.Report;

/// <summary>Several searches side by side.</summary>
internal sealed class Comparison
{
    /// <summary>So many searches are read one by one; more are told by group where they have groups.</summary>
    public const int Few = 12;

    private const int MostAlike = 3;

    /// <summary>What is compared of several searches.</summary>
    public Comparison(IReadOnlyList<ReportedSearch> searches)
    {
        var named = searches.Select(search => new NamedSearch(search,
            ForeignText.Shown(searches.Count(other => other.Name == search.Name) == 1 ? search.Name : search.Folder.Root))).ToArray();
        Sections = ComparisonSection.Of(named);
        if (searches.Count > Few || HasSeeds)
        {
            named = [.. NaturalOrder.Of(named, one => one.Name)];
            Sections = ComparisonSection.Of(named);
        }

        Searches = [.. named.Select(one => one.Search)];
        Names = [.. named.Select(one => one.Name)];
        Differences = JobDifferences.Of(Searches);
        DifferingGroups = [.. Groups.Where(group => group.Aside is null)];
        GroupDifferences = JobDifferences.BetweenGroups(DifferingGroups);
    }

    /// <summary>The searches as they were given; many, and seeds of one job, in the order of the numbers in their names.</summary>
    public IReadOnlyList<ReportedSearch> Searches { get; }

    /// <summary>The searches' names; whole paths where two have one name.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The searches by what they are measured by.</summary>
    public IReadOnlyList<ComparisonSection> Sections { get; }

    /// <summary>The groups of all sections.</summary>
    public IReadOnlyList<SearchGroup> Groups => [.. Sections.SelectMany(section => section.Groups)];

    /// <summary>Whether any of the searches are seeds of one job: groups are what is compared then.</summary>
    public bool HasSeeds => Sections.Any(section => section.HasSeeds);

    /// <summary>What each group came to.</summary>
    public IReadOnlyList<SeedSummary> Summaries => [.. Sections.SelectMany(section => section.Summaries)];

    /// <summary>The options in which the jobs differ, with a value a search.</summary>
    public IReadOnlyList<(string Option, IReadOnlyList<string?> Values)> Differences { get; }

    /// <summary>The groups that have a job of their own.</summary>
    public IReadOnlyList<SearchGroup> DifferingGroups { get; }

    /// <summary>The options in which their jobs differ beside the seed, with a value a group.</summary>
    public IReadOnlyList<(string Option, IReadOnlyList<string?> Values)> GroupDifferences { get; }

    /// <summary>The differences that a reader sees: of the groups where there are seeds of one job, else of the searches.</summary>
    public (IReadOnlyList<string> Names, IReadOnlyList<(string Option, IReadOnlyList<string?> Values)> Rows) ShownDifferences =>
        HasSeeds ? ([.. DifferingGroups.Select(group => group.Name)], GroupDifferences) : (Names, Differences);

    /// <summary>What is compared, in a line: its groups, or its searches.</summary>
    public string Title
    {
        get
        {
            IReadOnlyList<string> names = HasSeeds ? [.. DifferingGroups.Select(group => group.Name)] : Names;
            return names.Count <= Few ? string.Join(", ", names) : FormattableString.Invariant($"{Searches.Count} searches");
        }
    }

    /// <summary>How many searches, and of how many jobs.</summary>
    public string Subtitle
    {
        get
        {
            var jobs = DifferingGroups.Count(group => group.Members.Count > 1);
            return FormattableString.Invariant($"{Searches.Count} searches")
                + (HasSeeds ? FormattableString.Invariant($", seeds of {jobs} job{(jobs == 1 ? string.Empty : "s")}") : string.Empty)
                + (HasSeeds && DifferingGroups.Count > jobs
                    ? FormattableString.Invariant($" and {DifferingGroups.Count - jobs} more") : string.Empty);
        }
    }

    /// <summary>What a reader must know of searches that are not whole. What is the same of many is said once.</summary>
    public IEnumerable<string> Missing =>
        Searches.Zip(Names).SelectMany(one => ReportPage.Missing(one.First).Select(word => (one.Second, Word: word)))
            .GroupBy(one => one.Word, one => one.Second, StringComparer.Ordinal)
            .SelectMany(alike => alike.Count() > MostAlike
                ? [$"{NameList.Of([.. alike])}: {alike.Key}"] : alike.Select(name => $"{name}: {alike.Key}"));

    /// <summary>The highest reward.</summary>
    public static double? Best(ReportedSearch search) =>
        search.Series.Rewards.Count == 0 ? null : search.Series.Rewards.Max(reward => reward.Point.Value);

    /// <summary>The moving average of the reward at the end.</summary>
    public static double? Average(ReportedSearch search) =>
        search.Series.Rewards.Count == 0
            ? null : Smoothing.Average([.. search.Series.Rewards.Select(reward => reward.Point)], Smoothing.Decay)[^1].Value;
}
