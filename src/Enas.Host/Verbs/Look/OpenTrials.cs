using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Pipeline.Catalogs.Evaluators;

namespace Enas.Host.Verbs.Look;

/// <summary>The trials of a search whose values are told that its log does not have yet, by their numbers.</summary>
internal static class OpenTrials
{
    /// <summary>Why such a search stands.</summary>
    public static string Why(TrialStates trials) => trials.Untold.Any() ? ", until it is told what it waits for"
        : trials.Told.Count > 0 ? ", and all that it waited for was told: it can go on" : ", and it waits for no value: it can go on";

    /// <summary>Those of a search that rests until it is told more; null of any other.</summary>
    public static TrialStates? Of(RecordedSearch search) =>
        search.Status == SearchStatus.Stopped && EvaluatorCatalog.Of(search.Job).AwaitsValues ? TrialStates.Of(search) : null;

    /// <summary>A line for each kind that there is.</summary>
    public static IEnumerable<(string Label, string Words)> Lines(RecordedSearch search, TrialStates trials)
    {
        var name = CommandText.PathFromHere(search.Folder.Root);
        if (trials.Waiting.Count > 0)
        {
            yield return ("waiting", $"for {Numbers(trials.Waiting)}: "
                + $"{CommandText.Of(TellText.Words(name, TellText.AnyTrial, search.Job))}");
        }

        if (trials.Unusable.Count > 0)
        {
            yield return ("unusable", $"what was told of {Numbers(trials.Unusable.Select(one => one.Trial))}: tell it again, which puts "
                + $"the file aside; {CommandText.Of("audit", name)} says what is wrong");
        }

        if (trials.NotAsked.Count > 0)
        {
            yield return ("to ask for", $"{Numbers(trials.NotAsked)}: {CommandText.Of("ask", name)}");
        }

        if (trials.Told.Count > 0)
        {
            yield return ("told", $"{Numbers(trials.Told)}, not in the log yet: values are taken in the order of their trials");
        }

        if (!trials.Untold.Any())
        {
            yield return ("next", CommandText.Of("ask", name));
        }
    }

    /// <summary>The same for programs.</summary>
    public static JsonObject ToJson(TrialStates trials) => new()
    {
        ["waiting"] = Array(trials.Waiting),
        ["notAskedFor"] = Array(trials.NotAsked),
        ["toldNotInTheLog"] = Array(trials.Told),
        ["unusable"] = Array(trials.Unusable.Select(one => one.Trial)),
    };

    private static string Numbers(IEnumerable<Trial> trials)
    {
        string[] numbers = [.. trials.Select(trial => trial.Number.ToString(CultureInfo.InvariantCulture))];
        return $"{(numbers.Length == 1 ? "trial" : "trials")} {string.Join(", ", numbers)}";
    }

    private static JsonArray Array(IEnumerable<Trial> trials) => new([.. trials.Select(trial => (JsonNode)trial.Number)]);
}
