using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;

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
        (SearchRowAnswer Row, double Rank)[] all =
        [
            .. rows.Where(row => row.Row?.Reason is null)
                .Select(row => Of(row.Found, row.Row?.Search, row.Row?.Status, originOf(row.Found))),
        ];
        (SearchRowAnswer Row, double Rank)[] wanted = [.. all.Where(row => Matches(row.Row, query.Filter))];
        var sorted = Sorted(NaturalOrder.Of(wanted, row => row.Row.Name), query);
        var byId = rows.ToDictionary(row => row.Found.Id, StringComparer.Ordinal);
        return new SearchListAnswer
        {
            Total = wanted.Length,
            Offset = query.Offset,
            Rows =
            [
                .. sorted.Skip(query.Offset).Take(query.Limit)
                    .Select(row => row.Row with { Spark = sparkOf(byId[row.Row.Id].Found, byId[row.Row.Id].Row) }),
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

    private static (SearchRowAnswer Row, double Rank) Of(FoundSearch found, RecordedSearch? search, string? status, string origin)
    {
        var best = search is null ? null : KnownBest.Of(search.Job, search.State);
        return (new SearchRowAnswer
        {
            Id = found.Id,
            Name = found.Name,
            Root = found.Root,
            Kind = search?.State.Started?.Kind,
            Space = search?.Job.Space.Kind ?? string.Empty,
            Strategy = search?.Job.Strategy.Kind ?? string.Empty,
            Seed = search?.Job.Seed ?? 0,
            Tags = search?.Job.Tags ?? [],
            Status = status ?? "not looked at yet",
            Why = search is null ? null : OverviewView.WhyOf(status!),
            Best = best.Answer(),
            Steps = search?.State.StepCount ?? 0,
            OfSteps = search is null ? null : OverviewView.StepsOf(search.Job),
            Samples = search?.State.SampleCount ?? 0,
            LastEventAt = Answering.Time(search?.Recorded?.Last),
            Origin = origin,
            Fingerprint = search?.Fingerprint ?? string.Empty,
            Spark = [],
        }, best?.Rank ?? double.MaxValue);
    }

    private static bool Matches(SearchRowAnswer row, string filter) => filter.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
        ((string?[])[row.Name, row.Kind, row.Space, row.Strategy, row.Status, row.Origin, row.Best?.Architecture, .. row.Tags])
            .Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true));

    private static IEnumerable<(SearchRowAnswer Row, double Rank)> Sorted(
        IEnumerable<(SearchRowAnswer Row, double Rank)> rows, SearchListQuery query) => query.Sort switch
        {
            "kind" => By(rows, row => row.Row.Kind, query),
            "space" => By(rows, row => row.Row.Space, query),
            "strategy" => By(rows, row => row.Row.Strategy, query),
            "status" => By(rows, row => row.Row.Status, query),
            // Scores of one metric stand together: others do not compare.
            "best" => By(rows.OrderBy(row => row.Row.Best?.Metric is null).ThenBy(row => row.Row.Best?.Metric, StringComparer.Ordinal),
                row => query.IsDescending ? row.Rank : -row.Rank, query with { IsDescending = false }),
            "steps" => By(rows, row => row.Row.Steps, query),
            "lastEventAt" => By(rows, row => row.Row.LastEventAt, query),
            "origin" => By(rows, row => row.Row.Origin, query),
            "seed" => By(rows, row => row.Row.Seed, query),
            _ => query.IsDescending ? rows.Reverse() : rows,
        };

    private static IEnumerable<(SearchRowAnswer Row, double Rank)> By<T>(
        IEnumerable<(SearchRowAnswer Row, double Rank)> rows, Func<(SearchRowAnswer Row, double Rank), T> key, SearchListQuery query)
    {
        var compare = typeof(T) == typeof(string) ? (IComparer<T>)(object)StringComparer.Ordinal : Comparer<T>.Default;
        return rows is IOrderedEnumerable<(SearchRowAnswer Row, double Rank)> grouped ? grouped.ThenBy(key, compare)
            : query.IsDescending ? rows.OrderByDescending(key, compare) : rows.OrderBy(key, compare);
    }
}
