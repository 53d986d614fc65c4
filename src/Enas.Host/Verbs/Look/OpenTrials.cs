using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Pipeline.Catalogs.Evaluators;

namespace Enas.Host.Verbs.Look;

/// <summary>The trials of a search whose values are told that its log does not have yet, by their numbers.</summary>
internal static class OpenTrials
{
    /// <summary>Why such a search stands.</summary>
    public const string Why = ", until it is told what it waits for";

    /// <summary>Those of a search that rests until it is told more; null of any other.</summary>
    public static TrialStates? Of(RecordedSearch search) =>
        search.Status == SearchStatus.Stopped && EvaluatorCatalog.Of(search.Job).AwaitsValues ? TrialStates.Of(search) : null;

    /// <summary>A line for each kind that there is.</summary>
    public static IEnumerable<(string Label, string Words)> Lines(RecordedSearch search, TrialStates trials)
    {
        var name = CommandText.PathFromHere(search.Folder.Root);
        if (trials.Waiting.Count > 0)
        {
            yield return ("waiting", $"for {Numbers(trials.Waiting)}: {CommandText.Of("tell", name, "--trial")} N --value X");
        }

        if (trials.NotAsked.Count > 0)
        {
            yield return ("to ask for", $"{Numbers(trials.NotAsked)}: {CommandText.Of("ask", name)}");
        }

        if (trials.Told.Count > 0)
        {
            yield return ("told", $"{Numbers(trials.Told)}, not in the log yet: values are taken in the order of their trials");
        }
    }

    /// <summary>The same for programs.</summary>
    public static JsonObject ToJson(TrialStates trials) => new()
    {
        ["waiting"] = Array(trials.Waiting),
        ["notAskedFor"] = Array(trials.NotAsked),
        ["toldNotInTheLog"] = Array(trials.Told),
    };

    private static string Numbers(IReadOnlyList<int> numbers) =>
        $"{(numbers.Count == 1 ? "trial" : "trials")} {string.Join(", ", numbers)}";

    private static JsonArray Array(IReadOnlyList<int> numbers) => new([.. numbers.Select(number => (JsonNode)number)]);
}
