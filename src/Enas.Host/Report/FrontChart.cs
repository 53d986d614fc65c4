using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Measures;

namespace Enas.Host.Report;

/// <summary>What architectures are worth beside what they cost, the front marked; a point leads to its architecture.</summary>
internal static class FrontChart
{
    /// <summary>What the anchors of the table of the front begin with.</summary>
    public const string Anchor = "front-";

    /// <summary>So many points are drawn at most.</summary>
    public const int MostPoints = 2000;

    /// <summary>The chart; null where a search has recorded no costs.</summary>
    public static ChartSpec? Of(ReportedSearch search)
    {
        if (FrontOf(search) is not { } front)
        {
            return null;
        }

        FrontMember[] all = [.. PointsOf(search, front.Cost)];
        var content = new JsonObject
        {
            ["kind"] = "front",
            ["x"] = $"{front.Cost.Measure}{(front.Cost.Measure.Unit is { Length: > 0 } unit ? $" ({unit})" : string.Empty)}",
            ["y"] = front.Value,
            ["data"] = Points(all.Take(MostPoints), front),
            ["front"] = Points(front.Members, front),
            ["anchor"] = Anchor,
        };
        return new ChartSpec("front", $"{char.ToUpperInvariant(front.Value[0])}{front.Value[1..]} beside {front.Cost.Measure}",
            string.Create(CultureInfo.InvariantCulture,
                $"Each point is one of the {Math.Min(all.Length, MostPoints):N0} architectures that were evaluated")
            + (all.Length > MostPoints ? string.Create(CultureInfo.InvariantCulture, $" first, of {all.Length:N0}") : string.Empty)
            + $". Nothing that was evaluated is better than the front in both: {front.Words}. A point of the front leads to its "
            + "architecture in the table below.",
            content);
    }

    /// <summary>The front of what a search evaluated; null where it has recorded no costs.</summary>
    public static RecordedFront? FrontOf(ReportedSearch search)
    {
        var job = search.Job;
        var cost = ObjectiveCatalog.Of(job).Cost
            ?? CostMeasure.All.Reverse().FirstOrDefault(
                known => Evaluated(search).Any(one => search.ArchitectureCosts.Of(one.Tokens).Of(known) is not null))
            ?? Evaluated(search).SelectMany(one => search.ArchitectureCosts.Of(one.Tokens).Values).FirstOrDefault()?.Cost;
        return cost is null ? null : RecordedFront.Of(job, cost, Evaluated(search), search.ArchitectureCosts);
    }

    /// <summary>All that was evaluated and whose cost is known, each architecture once.</summary>
    public static IEnumerable<FrontMember> PointsOf(ReportedSearch search, CostMeasure cost) => Evaluated(search)
        .Select(one => (one.Tokens, one.Reward, Cost: search.ArchitectureCosts.Of(one.Tokens).Of(cost)))
        .Where(one => one.Cost is not null).Select(one => new FrontMember(one.Tokens, new FrontPoint(one.Reward, one.Cost!.Value)));

    // One point for each architecture: what is worth something else each time is taken at its best, and what has no value has no
    // place beside others.
    private static IEnumerable<(string Tokens, double Reward)> Evaluated(ReportedSearch search) => search.Series.Rewards
        .Where(reward => reward.HasValue).GroupBy(reward => reward.Tokens, StringComparer.Ordinal)
        .Select(group => (group.Key, group.Max(reward => reward.Point.Value)));

    private static JsonArray Points(IEnumerable<FrontMember> members, RecordedFront front) =>
        [.. members.Select(member => (JsonNode)new JsonArray(
            ChartSpec.Short(front.Cost == CostMeasure.MultiplyAdds ? member.Point.Cost / 1e6 : member.Point.Cost),
            ChartSpec.Short(front.ValueOf(member)), member.Tokens))];
}
