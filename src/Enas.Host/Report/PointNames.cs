using System.Text.Json.Nodes;

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
        var places = new JsonArray([.. Smoothing.Thin(search.Series.Rewards, reward => reward.Point.Value)
            .Select(reward => (JsonNode)PlaceOf(names, reward.Tokens))]);
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
