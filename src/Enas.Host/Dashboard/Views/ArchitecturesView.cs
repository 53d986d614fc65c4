using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Readings;
using Enas.Host.Report;
using Enas.Pipeline.Measures;

namespace Enas.Host.Dashboard.Views;

/// <summary>What a table of architectures was asked for.</summary>
internal sealed record ArchitectureQuery(
    string Sort, bool IsDescending, string Text, string? Decision, string? Option, int Offset, int Limit);

/// <summary>The table of the architectures that got rewards.</summary>
internal static class ArchitecturesView
{
    private const string Query = "SELECT architecture, max(reward) AS best, avg(reward) AS mean, count(*) AS times, "
        + "min(step) AS first_step, max(step) AS last_step FROM rewards GROUP BY architecture ORDER BY best DESC, first_step";

    /// <summary>What it can be sorted by, beside the names of costs.</summary>
    public static IReadOnlyList<string> Sorts { get; } =
        ["best", "tokens", "times", "firstStep", "lastStep", "mean", "last", "alone"];

    /// <summary>The costs that are recorded of its architectures.</summary>
    public static IReadOnlyList<CostMeasure> CostsOf(SearchData search) =>
        [.. search.Rewards.All.SelectMany(one => search.Report.ArchitectureCosts.Of(one.Tokens).Values)
            .Select(value => value.Cost).Distinct().OrderBy(cost => cost.IsOwn).Take(8)];

    /// <summary>A cost as a column.</summary>
    public static CostColumnAnswer ColumnOf(CostMeasure cost) =>
        new() { Name = cost.Name, Title = cost.Measure.Name, Unit = cost.Measure.Unit };

    /// <summary>Scores of trainings alone by architecture, in the reward's unit.</summary>
    public static IReadOnlyDictionary<string, double> ScoresOf(StandAlone? standAlone) =>
        (standAlone?.Architectures ?? []).ToDictionary(one => one.Tokens, one => one.Alone, StringComparer.Ordinal);

    /// <summary>The table.</summary>
    /// <param name="query">What was asked for.</param>
    /// <param name="alone">Scores of trainings alone by architecture, in the reward's unit.</param>
    public static ArchitectureListAnswer Of(SearchData search, ArchitectureQuery query, IReadOnlyDictionary<string, double> alone)
    {
        var costs = search.Report.ArchitectureCosts.Count == 0 ? [] : CostsOf(search);
        RewardedArchitecture[] wanted = [.. Filtered(search, query)];
        var rows = Sorted(wanted, query, search, costs, alone).Skip(query.Offset).Take(query.Limit);
        return new ArchitectureListAnswer
        {
            Through = search.Through(),
            Total = wanted.Length,
            Of = search.Rewards.All.Count,
            Offset = query.Offset,
            Costs = [.. costs.Select(ColumnOf)],
            Rows = [.. rows.Select(one => RowOf(search, one, costs, alone))],
            Note = search.Rewards.All.Count == 0
                ? search.Report.IsTraining ? "A final training samples nothing." : "No architecture was rewarded yet."
                : wanted.Length == 0 ? "No architecture is like that." : string.Empty,
            Query = SeriesView.QueryOf(search, Query),
        };
    }

    /// <summary>One of its rows.</summary>
    public static ArchitectureRowAnswer RowOf(SearchData search, RewardedArchitecture one, IReadOnlyList<CostMeasure> costs,
        IReadOnlyDictionary<string, double> alone) => new()
        {
            Tokens = one.Tokens,
            Times = one.Times,
            FirstStep = one.FirstStep,
            LastStep = one.LastStep,
            Best = one.Best,
            Mean = one.Mean,
            Last = one.Last,
            Metric = Answering.Finite(one.BestMetric),
            Costs = [.. costs.Select(cost => search.Report.ArchitectureCosts.Of(one.Tokens).Of(cost))],
            Alone = alone.TryGetValue(one.Tokens, out var score) ? Answering.Finite(score) : null,
            IsChosen = one.Tokens == search.Report.Result?.Tokens,
        };

    private static IEnumerable<RewardedArchitecture> Filtered(SearchData search, ArchitectureQuery query)
    {
        IEnumerable<RewardedArchitecture> all = search.Rewards.All;
        if (query.Text.Length > 0)
        {
            all = all.Where(one => one.Tokens.Contains(query.Text, StringComparison.OrdinalIgnoreCase));
        }

        if (query.Decision is { } name)
        {
            var space = search.Space;
            var place = space.Decisions.ToList().FindIndex(decision => decision.Name == name);
            var option = place < 0 ? -1 : space.Decisions[place].Options.ToList().IndexOf(query.Option ?? string.Empty);
            all = all.Where(one => place >= 0 && space.Parse(one.Tokens).Values[place] == option);
        }

        return all;
    }

    private static IEnumerable<RewardedArchitecture> Sorted(RewardedArchitecture[] rows, ArchitectureQuery query, SearchData search,
        IReadOnlyList<CostMeasure> costs, IReadOnlyDictionary<string, double> alone)
    {
        var known = search.Report.ArchitectureCosts;
        return query.Sort switch
        {
            "tokens" => query.IsDescending ? rows.OrderByDescending(one => one.Tokens, StringComparer.Ordinal)
                : rows.OrderBy(one => one.Tokens, StringComparer.Ordinal),
            "times" => By(rows, one => one.Times, query),
            "firstStep" => By(rows, one => one.FirstStep, query),
            "lastStep" => By(rows, one => one.LastStep, query),
            "mean" => By(rows, one => one.Mean, query),
            "last" => By(rows, one => one.Last, query),
            "alone" => By(rows, one => alone.TryGetValue(one.Tokens, out var score) ? score : Absent(query), query),
            _ when costs.FirstOrDefault(cost => cost.Name == query.Sort) is { } cost =>
                By(rows, one => known.Of(one.Tokens).Of(cost) ?? Absent(query), query),
            _ => By(rows, one => one.Best, query),
        };
    }

    // What is not known stands at the end, however it is sorted.
    private static double Absent(ArchitectureQuery query) => query.IsDescending ? double.NegativeInfinity : double.PositiveInfinity;

    private static IEnumerable<RewardedArchitecture> By(
        RewardedArchitecture[] rows, Func<RewardedArchitecture, double> key, ArchitectureQuery query) =>
        (query.IsDescending ? rows.OrderByDescending(key) : rows.OrderBy(key)).ThenBy(one => one.FirstStep);
}
