using System.Text.Json.Nodes;
using Enas.Host.Readings;

namespace Enas.Host.Report;

/// <summary>The architectures of the points of a chart, by which a point leads to its architecture.</summary>
internal static class PointNames
{
    /// <summary>Characters of all names together at most: beyond, points are points alone.</summary>
    public const int Most = 400_000;

    /// <summary>The series of rewards with the names beside its points.</summary>
    public static JsonObject? Of(ReportedSearch search, JsonObject? rewards)
    {
        if (rewards is null)
        {
            return null;
        }

        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var byPoint = new Dictionary<SeriesPoint, string>();
        foreach (var (point, tokens, _) in search.Series.Rewards)
        {
            byPoint.TryAdd(point, tokens);
        }

        var thinned = Smoothing.Thin([.. search.Series.Rewards.Select(reward => reward.Point)]);
        var places = new JsonArray([.. thinned.Select(point => (JsonNode)PlaceOf(names, byPoint[point]))]);
        if (names.Keys.Sum(name => (long)name.Length) <= Most)
        {
            rewards["names"] = new JsonArray([.. names.Keys.Select(name => (JsonNode)name)]);
            rewards["of"] = places;
        }

        return rewards;
    }

    private static int PlaceOf(Dictionary<string, int> names, string tokens)
    {
        names.TryAdd(tokens, names.Count);
        return names[tokens];
    }
}
