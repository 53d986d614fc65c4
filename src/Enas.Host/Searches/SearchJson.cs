using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;

namespace Enas.Host.Searches;

/// <summary>What several verbs print of a search for programs, in one shape.</summary>
internal static class SearchJson
{
    /// <summary>The choice, or before it the sample with the highest reward, or null: of a complete search whose scores are
    /// not finite, too.</summary>
    public static JsonObject? Best(JobOptions job, SearchState state) => (state.Completed, state.Best) switch
    {
        ({ } chosen, _) => NoResult.Of(job, state) is null
            ? new JsonObject
            {
                ["architecture"] = chosen.Tokens,
                ["metric"] = chosen.Accuracy is null
                ? "validation-perplexity" : "validation-accuracy",
                ["score"] = chosen.Score
            }
            : null,
        (null, { } best) => new JsonObject { ["architecture"] = best.Tokens, ["metric"] = "reward", ["score"] = best.Reward },
        _ => null,
    };

    /// <summary>The policy's candidates and how far the policy moved, or null.</summary>
    public static JsonObject? Policy(RandomComparison? comparison) => comparison is null
        ? null : With(comparison.Policy, [new("entropy", comparison.Entropy), new("uniformEntropy", comparison.UniformEntropy)]);

    /// <summary>The random candidates beside the choice, or null.</summary>
    public static JsonObject? Random(RandomComparison? comparison) =>
        comparison is null ? null : With(comparison.Random, [new("betterThanChoice", comparison.BetterThanChoice)]);

    /// <summary>Why a complete search has no result, or null.</summary>
    public static JsonObject? Of(NoResult? none) =>
        none is null ? null : new JsonObject { ["failedSteps"] = none.FailedSteps, ["steps"] = none.Steps, ["message"] = none.Words };

    /// <summary>The same as the error that the verb ends with, or null.</summary>
    public static JsonObject? Error(NoResult? none) =>
        none is null ? null : new JsonObject { ["exitCode"] = ExitCodes.GateFailed, ["message"] = none.Words };

    private static JsonObject With(ScoredSet scored, IEnumerable<KeyValuePair<string, JsonNode?>> more) =>
        new([new("count", scored.Count), new("finite", scored.FiniteCount), new("best", scored.Best), new("mean", scored.Mean), .. more]);
}
