using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;

namespace Enas.Host.Searches;

/// <summary>What several verbs print of a search for programs, in one shape.</summary>
internal static class SearchJson
{
    /// <summary>The best that is known: of a complete search the choice, or the random candidate that is better; before that the sample
    /// with the highest reward. Null where a complete search's scores are not finite, too.</summary>
    public static JsonObject? Best(JobOptions job, SearchState state) => KnownBest.Of(job, state)?.ToJson();

    /// <summary>The choice of a complete search, or null.</summary>
    public static JsonObject? Chosen(JobOptions job, SearchState state) => KnownBest.ChosenOf(job, state)?.ToJson();

    /// <summary>The policy's candidates and how far the policy moved, or null.</summary>
    public static JsonObject? Policy(RandomComparison? comparison) => comparison is null
        ? null : With(comparison.Policy, [new("entropy", comparison.Entropy), new("uniformEntropy", comparison.UniformEntropy)]);

    /// <summary>The random candidates beside the choice, or null.</summary>
    public static JsonObject? Random(RandomComparison? comparison) =>
        comparison is null ? null : With(comparison.Random, [new("betterThanChoice", comparison.BetterThanChoice)]);

    /// <summary>Why a complete search has no result, or null.</summary>
    public static JsonObject? Of(NoResult? none) =>
        none is null ? null : new JsonObject
        {
            ["reason"] = none.Short,
            ["failedSteps"] = none.FailedSteps,
            ["steps"] = none.Steps,
            ["message"] = none.Words,
        };

    /// <summary>The same as the error that the verb ends with, or null.</summary>
    public static JsonObject? Error(NoResult? none) =>
        none is null ? null : Error(none.Words);

    /// <summary>The error of what ran to its end and has no result.</summary>
    public static JsonObject Error(string words) => new() { ["exitCode"] = ExitCodes.GateFailed, ["message"] = words };

    private static JsonObject With(ScoredSet scored, IEnumerable<KeyValuePair<string, JsonNode?>> more) =>
        new([new("count", scored.Count), new("finite", scored.FiniteCount), new("best", scored.Best), new("mean", scored.Mean),
            new("deviation", scored.Deviation), new("median", scored.Median),
            new("quartiles", new JsonArray(
                [.. new[] { scored.UpperQuartile, scored.LowerQuartile }.Order().Select(one => (JsonNode?)one)])),
            .. more]);
}
