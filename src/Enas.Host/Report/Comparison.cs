using System.Globalization;

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
        Groups = SearchGroup.Of([.. searches.Zip(Names, (search, name) => new NamedSearch(search, name))]);
        Summaries = [.. Groups.Select(group => new SeedSummary(group))];
        Differences = JobDifferences.Of([.. searches.Select(search => search.ResolvedJob)]);
    }

    public IReadOnlyList<ReportedSearch> Searches { get; }

    /// <summary>The searches' names; whole paths where two have one name.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The searches by job: seeds of one job together.</summary>
    public IReadOnlyList<SearchGroup> Groups { get; }

    /// <summary>What each group came to.</summary>
    public IReadOnlyList<SeedSummary> Summaries { get; }

    /// <summary>The options in which the jobs differ.</summary>
    public IReadOnlyList<(string Option, IReadOnlyList<string?> Values)> Differences { get; }

    /// <summary>What a reader must know of searches that are not whole.</summary>
    public IEnumerable<string> Missing => Searches.Zip(Names).SelectMany(one => ReportPage.Missing(one.First).Select(word => $"{one.Second}: {word}"));

    /// <summary>Heads of the columns of <see cref="Rows"/>.</summary>
    public static IReadOnlyList<string> Head { get; } = ["search", "status", "strategy", "seed", "steps", "best reward", "reward ema", "chosen", "random mean", "fingerprint"];

    /// <summary>One row a search.</summary>
    public IEnumerable<IReadOnlyList<string>> Rows => Searches.Zip(Names).Select(one => (IReadOnlyList<string>)
    [
        one.Second,
        one.First.Series.Status,
        one.First.Job.Strategy.Kind,
        one.First.Job.Seed.ToString(CultureInfo.InvariantCulture),
        one.First.Series.LastStep.ToString(CultureInfo.InvariantCulture),
        Number(Best(one.First)),
        Number(Average(one.First)),
        Number(one.First.Series.Completed?.Score),
        Number(one.First.Series.Completed?.RandomMean),
        one.First.Fingerprint[..12],
    ]);

    /// <summary>The highest reward.</summary>
    public static double? Best(ReportedSearch search) => search.Series.Rewards.Count == 0 ? null : search.Series.Rewards.Max(reward => reward.Point.Value);

    /// <summary>The moving average of the reward at the end.</summary>
    public static double? Average(ReportedSearch search) =>
        search.Series.Rewards.Count == 0 ? null : Smoothing.Average([.. search.Series.Rewards.Select(reward => reward.Point)], 0.95)[^1].Value;

    private static string Number(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";
}
