using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;

namespace Enas.Host.Verbs.Replay;

/// <summary>Folds a log again. Writes nothing.</summary>
internal static class ReplayVerb
{
    private const string Proven =
        "every segment's digest, every event's hash and its place in both chains, and that the facts give this state. "
        + "Nothing was trained or sampled again: that the facts follow from the job is not shown by this mode";

    public static async Task<int> RunAsync(string name, string mode, Terminal terminal)
    {
        if (mode != "rebuild")
        {
            throw new CommandLineException($"--mode {mode} is not in this version; allowed: rebuild");
        }

        var search = await RecordedSearch.OpenAsync(SearchLocator.Find(name));
        Write(search, terminal);
        terminal.Result(ToJson(search));
        return ExitCodes.Done;
    }

    private static void Write(RecordedSearch search, Terminal terminal)
    {
        var state = search.State;
        terminal.Line($"{search.Name}: rebuilt from {Count(search.EventCount)} events in {Count(search.SegmentCount)} commits; {search.Status}");
        foreach (var (type, count) in search.EventCounts)
        {
            terminal.Line($"  {type,-24} {Count(count),10}");
        }

        terminal.Line($"state        {Count(state.StepCount)} steps ({Count(state.WeightStepCount)} weight, {Count(state.PolicyStepCount)} policy, {Count(state.FailedStepCount)} failed), {Count(state.SampleCount)} samples, {Count(state.Candidates.Count)} candidates scored");
        terminal.Line($"             baseline {Number(state.Baseline)}, reward sum {Number(state.RewardSum)}, best {state.Best?.Tokens ?? "-"}");
        terminal.Line($"fingerprint  {search.Fingerprint}");
        terminal.Line($"event head   {search.EventHead}");
        terminal.Line($"proven       {Proven}.");
    }

    private static JsonObject ToJson(RecordedSearch search) => new()
    {
        ["search"] = search.Folder.Root,
        ["mode"] = "rebuild",
        ["status"] = search.Status,
        ["fingerprint"] = search.Fingerprint,
        ["eventHead"] = search.EventHead,
        ["events"] = search.EventCount,
        ["facts"] = search.FactCount,
        ["commits"] = search.SegmentCount,
        ["counts"] = new JsonObject(search.EventCounts.Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value))),
        ["steps"] = search.State.StepCount,
        ["weightSteps"] = search.State.WeightStepCount,
        ["policySteps"] = search.State.PolicyStepCount,
        ["failedSteps"] = search.State.FailedStepCount,
        ["samples"] = search.State.SampleCount,
        ["baseline"] = search.State.Baseline,
        ["rewardSum"] = search.State.RewardSum,
        ["best"] = SearchJson.Best(search.State),
        ["proven"] = Proven,
    };

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "-";
}
