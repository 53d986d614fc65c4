using System.Text.Json;
using Enas.Pipeline.Jobs;

namespace Enas.Host.Report;

/// <summary>Where the resolved jobs of several searches differ.</summary>
internal static class JobDifferences
{
    /// <summary>Options that name a search and do not decide what it computes.</summary>
    private static readonly string[] s_names = ["name", "tags"];

    /// <summary>One row an option that differs: its path, and its value in each job as JSON text; null where a job has none. That a job
    /// does not know an option that came later is no difference from another that has the option's default.</summary>
    public static IReadOnlyList<(string Option, IReadOnlyList<string?> Values)> Of(IReadOnlyList<ReportedSearch> searches)
    {
        SortedDictionary<string, string>[] jobs = [.. searches.Select(search => Flat(search.ResolvedJob))];
        HashSet<string>[] unsaid = [.. searches.Select(search => JobFacts.LaterDefaults(search.Job).ToHashSet(StringComparer.Ordinal))];
        bool Differs(string option) => jobs.Zip(unsaid)
            .Select(job => job.Second.Contains(option) ? null : job.First.GetValueOrDefault(option))
            .Distinct(StringComparer.Ordinal).Count() > 1;
        return
        [
            .. jobs.SelectMany(job => job.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Where(Differs)
                .Select(option => (Option: option, Values: (IReadOnlyList<string?>)[.. jobs.Select(job => job.GetValueOrDefault(option))]))
                // Kinds of jobs have defaults of their own: one value may be the default of one of them and chosen in another.
                .Where(row => row.Values.Distinct(StringComparer.Ordinal).Count() > 1),
        ];
    }

    /// <summary>The same between groups of searches, a value a group. Seeds are no difference between them.</summary>
    public static IReadOnlyList<(string Option, IReadOnlyList<string?> Values)> BetweenGroups(IReadOnlyList<SearchGroup> groups) =>
        [.. Of([.. groups.Select(group => group.Members[0].Search)]).Where(row => row.Option != "seed")];

    /// <summary>The values of an option, each once with the names of those that have it; those without it are left out.</summary>
    public static string Words(IReadOnlyList<string?> values, IReadOnlyList<string> names) => string.Join("; ", values.Zip(names)
        .Where(one => one.First is not null).GroupBy(one => one.First!, one => one.Second, StringComparer.Ordinal)
        .Select(value => $"{value.Key} ({NameList.Of([.. value])})"));

    /// <summary>Everything of a job but its name, tags and seed: searches in which it is equal are seeds of one job.</summary>
    public static string WithoutSeed(string resolvedJob) =>
        string.Join('\n', Flat(resolvedJob).Where(option => option.Key != "seed").Select(option => $"{option.Key}={option.Value}"));

    private static SortedDictionary<string, string> Flat(string resolvedJob)
    {
        using var document = JsonDocument.Parse(resolvedJob);
        var flat = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in document.RootElement.EnumerateObject().Where(option => !s_names.Contains(option.Name)))
        {
            Add(flat, option.Name, option.Value);
        }

        return flat;
    }

    private static void Add(SortedDictionary<string, string> flat, string path, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            flat[path] = value.GetRawText();
            return;
        }

        foreach (var option in value.EnumerateObject())
        {
            Add(flat, $"{path}.{option.Name}", option.Value);
        }
    }
}
