using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Searches;

namespace Enas.Host.Dashboard.Views;

/// <summary>What a list of searches was asked for.</summary>
internal sealed record SearchListQuery(string Sort, bool IsDescending, string Filter, int Offset, int Limit);

/// <summary>The list of searches.</summary>
internal static class SearchListView
{
    /// <summary>What it can be sorted by.</summary>
    public static IReadOnlyList<string> Sorts { get; } =
        ["name", "kind", "space", "strategy", "status", "best", "steps", "lastEventAt", "origin", "seed"];

    /// <summary>The list.</summary>
    /// <param name="rows">What is known of each search.</param>
    /// <param name="closed">Folders that nobody but their owner can open.</param>
    /// <param name="isLooking">Whether not all were looked at yet.</param>
    /// <param name="query">What was asked for.</param>
    /// <param name="originOf">Where a search comes from.</param>
    /// <param name="sparkOf">The small curve of a search that is shown.</param>
    public static SearchListAnswer Of(
        IReadOnlyList<(FoundSearch Found, LookedAt? Row)> rows, IReadOnlyList<string> closed, bool isLooking, SearchListQuery query,
        Func<FoundSearch, string> originOf, Func<FoundSearch, LookedAt?, IReadOnlyList<double?>> sparkOf)
    {
        var names = rows.GroupBy(row => row.Found.Name, StringComparer.Ordinal).ToDictionary(
            name => name.Key, name => name.Count(), StringComparer.Ordinal);
        ListedRow[] wanted =
        [
            .. rows.Where(row => row.Row?.Reason is null)
                .Select(row => Of(row.Found, row.Row, originOf(row.Found), isNamesake: names[row.Found.Name] > 1))
                .Where(row => Matches(row.Answer, query.Filter)),
        ];
        var sorted = Sorted(NaturalOrder.Of(wanted, row => row.Answer.Name), query);
        var byId = rows.ToDictionary(row => row.Found.Id, StringComparer.Ordinal);
        return new SearchListAnswer
        {
            Total = wanted.Length,
            Offset = query.Offset,
            Rows =
            [
                .. sorted.Skip(query.Offset).Take(query.Limit).Select(row => row.Answer with
                {
                    Spark = sparkOf(byId[row.Answer.Id].Found, byId[row.Answer.Id].Row),
                }),
            ],
            Unreadable =
            [
                .. rows.Where(row => row.Row?.Reason is not null)
                    .Select(row => new UnreadableAnswer { Id = row.Found.Id, Folder = row.Found.Path, Reason = row.Row!.Reason! }),
                .. closed.Select(path => new UnreadableAnswer
                {
                    Id = null,
                    Folder = path,
                    Reason = "it cannot be opened: permission denied",
                }),
            ],
            IsLooking = isLooking,
        };
    }

    private static ListedRow Of(FoundSearch found, LookedAt? row, string origin, bool isNamesake)
    {
        var summary = row?.Search is { } search ? SearchSummaries.Of(found, search, row.Status) : SearchSummaries.Unknown(found);
        return new ListedRow(new SearchRowAnswer(summary)
        {
            Root = found.Root,
            Place = isNamesake ? PlaceOf(found.Path) : null,
            Origin = origin,
            Spark = [],
        }, row?.Search is { } known ? KnownBest.Of(known.Job, known.State)?.Rank ?? double.MaxValue : double.MaxValue,
            row?.Search?.Recorded?.Last);
    }

    // The folder that a search lies in tells it from another one of its name.
    private static string PlaceOf(string path)
    {
        var bare = path.TrimEnd('/');
        return CommandText.PathFromHere(bare[..Math.Max(1, bare.LastIndexOf('/'))]);
    }

    private static bool Matches(SearchRowAnswer row, string filter) => filter.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
        ((string?[])[row.Name, row.Place, row.Kind, row.Space, row.Strategy, row.Status, row.Origin, row.Best?.Architecture, .. row.Tags])
            .Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true));

    private static IEnumerable<ListedRow> Sorted(IReadOnlyList<ListedRow> rows, SearchListQuery query) => query.Sort switch
    {
        "kind" => ByText(rows, row => row.Kind, query),
        "space" => ByText(rows, row => row.Space, query),
        "strategy" => ByText(rows, row => row.Strategy, query),
        "status" => ByText(rows, row => row.Status, query),
        "origin" => ByText(rows, row => row.Origin, query),
        // Scores of one metric stand together: others do not compare.
        "best" => rows.OrderBy(row => row.Answer.Best is null).ThenBy(row => row.Answer.Best?.Metric, StringComparer.Ordinal)
            .ThenBy(row => query.IsDescending ? row.Rank : -row.Rank),
        "steps" => By(rows, row => row.Answer.Steps, query),
        "seed" => By(rows, row => row.Answer.Seed, query),
        // What has no event yet stands at the end, however it is sorted.
        "lastEventAt" => By(rows, row => row.LastEvent ?? (query.IsDescending ? DateTimeOffset.MinValue : DateTimeOffset.MaxValue), query),
        _ => query.IsDescending ? rows.Reverse() : rows,
    };

    private static IEnumerable<ListedRow> ByText(
        IReadOnlyList<ListedRow> rows, Func<SearchRowAnswer, string?> key, SearchListQuery query) =>
        By(rows, row => key(row.Answer), query, StringComparer.Ordinal);

    private static IEnumerable<ListedRow> By<T>(
        IReadOnlyList<ListedRow> rows, Func<ListedRow, T> key, SearchListQuery query, IComparer<T>? comparer = null) =>
        query.IsDescending ? rows.OrderByDescending(key, comparer) : rows.OrderBy(key, comparer);

    /// <summary>A row with what it is sorted by and does not say in numbers.</summary>
    /// <param name="Answer">The row.</param>
    /// <param name="Rank">The place of its best score among those of one metric, the best one least.</param>
    /// <param name="LastEvent">When its last event was recorded; null for none.</param>
    private sealed record ListedRow(SearchRowAnswer Answer, double Rank, DateTimeOffset? LastEvent);
}
