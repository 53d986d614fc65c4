using System.Text.Json.Nodes;
using Enas.Host.Searches;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Report;

/// <summary>The candidates as strips: the scores of the policy's beside those of random ones, each a point.</summary>
internal static class CandidateStrip
{
    /// <summary>The chart; without content where nothing was scored alike.</summary>
    public static ChartSpec Of(ReportedSearch search)
    {
        var measure = search.CandidateMeasure;
        CandidateScored[] scored = [.. search.Milestones.AlikeScores.Where(one => one.IsFinite
            && one.Source is CandidateSources.Policy or CandidateSources.Random)];
        if (scored.Length == 0)
        {
            return new ChartSpec("candidates", "Candidates", "No candidate was scored yet.", null);
        }

        string[] sources = [.. scored.Select(one => one.Source).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var content = new JsonObject
        {
            ["kind"] = "strip",
            ["x"] = measure.NameWithUnit,
            ["rows"] = new JsonArray([.. sources.Select(source => (JsonNode)OwnCandidates.Shown(search.Job, source))]),
            ["data"] = new JsonArray([.. scored.Select(one => (JsonNode)new JsonArray(
                ChartSpec.Short(measure.InUnit(one.Score!.Value)), Array.IndexOf(sources, one.Source), one.Tokens))]),
            ["chosen"] = search.Result?.Tokens,
        };
        return new ChartSpec("candidates", "Candidates", $"{Counted.Of(scored.Length, "candidate")}, all scored alike; "
            + $"{measure.Better} is better. A click on a point leads to its architecture.", content);
    }
}
