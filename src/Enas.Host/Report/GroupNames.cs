namespace Enas.Host.Report;

/// <summary>
/// What seeds of one job are called together: their strategy; where several groups have one strategy, what else differs between their jobs;
/// and the first and how many more where that does not tell them apart in a few words.
/// </summary>
internal static class GroupNames
{
    private const int MostOptions = 3;

    /// <summary>Longer names fill a legend.</summary>
    private const int Longest = 60;

    /// <summary>The groups with their names. A search by itself keeps its own.</summary>
    public static IReadOnlyList<SearchGroup> Give(IReadOnlyList<SearchGroup> groups)
    {
        SearchGroup[] seeds = [.. groups.Where(group => group.Members.Count > 1)];
        (SearchGroup Group, string Name)[] names =
            [.. seeds.GroupBy(Kind, StringComparer.Ordinal).SelectMany(kind => OfKind(kind.Key, [.. kind]))];
        string[] given = [.. groups.Select(group => names.FirstOrDefault(one => ReferenceEquals(one.Group, group)).Name ?? group.Name)];
        return
        [
            .. groups.Zip(given, (group, name) => name.Length <= Longest && given.Count(other => other == name) == 1
                ? group with { Name = name } : group),
        ];
    }

    private static string Kind(SearchGroup group)
    {
        var search = group.Members[0].Search;
        return search.IsTraining ? $"training {search.Milestones.Started?.Architecture}" : search.Job.Strategy.Kind;
    }

    private static IEnumerable<(SearchGroup Group, string Name)> OfKind(string kind, IReadOnlyList<SearchGroup> groups)
    {
        var differences = JobDifferences.BetweenGroups(groups);
        var telling = differences.Count <= MostOptions
            ? differences : [.. differences.Where(row => row.Values.Distinct(StringComparer.Ordinal).Count() == groups.Count).Take(1)];
        return groups.Index().Select(group => (group.Item, string.Join(", ",
            [kind, .. telling.Where(row => row.Values[group.Index] is not null)
                .Select(row => $"{row.Option}={row.Values[group.Index]!.Trim('"')}")])));
    }
}
