using System.Text.Json.Nodes;
using Enas.Pipeline.Search;

namespace Enas.Host.Searches;

/// <summary>What several verbs print of a search for programs, in one shape.</summary>
internal static class SearchJson
{
    /// <summary>The choice, or before it the sample with the highest reward, or null.</summary>
    public static JsonObject? Best(SearchState state) => (state.Completed, state.Best) switch
    {
        ({ } chosen, _) => new JsonObject { ["architecture"] = chosen.Tokens, ["metric"] = chosen.Accuracy is null ? "validation-perplexity" : "validation-accuracy", ["score"] = chosen.Score },
        (null, { } best) => new JsonObject { ["architecture"] = best.Tokens, ["metric"] = "reward", ["score"] = best.Reward },
        _ => null,
    };

    /// <summary>The random candidates beside the choice, or null.</summary>
    public static JsonObject? Random(SearchState state) =>
        state.Completed is { RandomMean: { } mean, RandomBest: { } best } ? new JsonObject { ["mean"] = mean, ["best"] = best } : null;
}
