using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;

namespace Enas.Host.Verbs.Look;

/// <summary>Shows one search from its log. Writes nothing.</summary>
internal static class ShowVerb
{
    public static async Task<int> RunAsync(string name, RecoveryMode recovery, Terminal terminal)
    {
        var path = SearchLocator.Find(name);
        var search = recovery == RecoveryMode.Strict
            ? await RecordedSearch.GlanceAsync(path) : await RecordedSearch.OpenAsync(path, RecoveryMode.UntilDamage);
        var parameters = IsTraining(search) ? await TrainedNetwork.ParametersAsync(search) : null;
        var trials = OpenTrials.Of(search);
        Write(search, parameters, trials, terminal);
        if (search.Damage is { } damage)
        {
            terminal.Line(string.Create(CultureInfo.InvariantCulture,
                $"shown        up to event {search.EventCount - 1:N0} only; the log is damaged: {damage}"));
        }

        terminal.Result(ToJson(search, parameters, trials));
        return search.Damage is null ? ExitCodes.Done : ExitCodes.Difference;
    }

    private static void Write(RecordedSearch search, long? parameters, TrialStates? trials, Terminal terminal)
    {
        terminal.Line($"{search.Name}: {search.Status}{(trials is null ? Why(search) : OpenTrials.Why(trials))}");
        foreach (var (label, words) in SearchLines.Of(search, parameters)
            .Concat(trials is null ? [] : OpenTrials.Lines(search, trials)))
        {
            terminal.Line($"{label.PadRight(SearchLines.LabelWidth)} {words}");
        }

        if (search.BestTokens is { } tokens)
        {
            terminal.Line();
            terminal.Lines(ArchitecturePictures.Of(search.Job, tokens).Text(terminal.IsUnicode).TrimEnd());
        }
    }

    private static bool IsTraining(RecordedSearch search) => SearchLines.IsTraining(search);

    // Of finals, or of the architectures that a search trained alone to evaluate them.
    private static ProxyWords ProxiesOf(RecordedSearch search) => ProxyWords.Of(search.Job, search.State);

    private static JsonObject ToJson(RecordedSearch search, long? parameters, TrialStates? trials)
    {
        var (none, comparison) = (search.NoResult, RandomComparison.Of(search.Job, search.State));
        var result = none is null ? search.State.Completed : null;
        return new JsonObject
        {
            ["search"] = search.Folder.Root,
            ["name"] = search.Name,
            ["status"] = search.Status,
            ["damage"] = search.Damage,
            ["endOfSpace"] = EndOfSpace.Words(search.Job, search.State.Exhausted),
            ["kind"] = search.State.Started?.Kind,
            ["seed"] = search.Job.Seed,
            ["strategy"] = search.Job.Strategy.Kind,
            ["fingerprint"] = search.Fingerprint,
            ["eventHead"] = search.EventHead,
            ["steps"] = search.State.StepCount,
            ["tags"] = new JsonArray([.. search.Job.Tags.Select(tag => (JsonNode)tag)]),
            ["parameters"] = parameters,
            ["validation"] = IsTraining(search)
                ? new JsonArray([.. SearchLines.Epochs(search).Select(epoch => (JsonNode?)epoch.Score)]) : null,
            ["failedSteps"] = search.State.FailedStepCount,
            ["children"] = search.State.Children.IsEmpty ? null : new JsonObject
            {
                ["count"] = search.State.Children.Count,
                ["failed"] = search.State.Children.Count(child => child.Outcome.Failure is not null),
                ["steps"] = search.State.Children.Sum(child => child.Outcome.Steps),
                ["folder"] = ChildFolders.RootOf(search.Folder.Root),
            },
            ["trials"] = trials is null ? null : OpenTrials.ToJson(trials),
            ["events"] = search.EventCount,
            ["facts"] = search.FactCount,
            ["commits"] = search.SegmentCount,
            ["best"] = SearchJson.Best(search.Job, search.State),
            ["chosen"] = SearchJson.Chosen(search.Job, search.State),
            ["policy"] = SearchJson.Policy(comparison),
            ["random"] = SearchJson.Random(comparison),
            ["randomBest"] = RandomBest.Of(search.Job, search.State),
            ["verdict"] = RandomComparison.VerdictOf(search.Job, search.State)?.ToJson(),
            ["finals"] = HeldFinals.Of(search.Job, search.State)?.ToJson(),
            ["proxies"] = ProxiesOf(search).ToJson(),
            ["noResult"] = SearchJson.Of(none),
            ["testPerplexity"] = result?.TestPerplexity,
            ["testAccuracy"] = result?.TestAccuracy,
            ["cost"] = CostText.ToJson(search.State.Costs),
            ["costNotCounted"] = CostText.WhyNotCounted(search.Job, search.State.Costs),
            ["costs"] = CostColumns.ToJson(search.State.ArchitectureCosts, result?.Tokens),
            ["rejected"] = search.State.RejectedCount,
            ["front"] = RecordedFront.Of(search.Job, search.State)?.ToJson(),
            ["checkpoints"] = new JsonArray([.. search.State.Checkpoints.Select(c => (JsonNode)c.Reference.Name)]),
            ["firstRecordedAt"] = search.Recorded?.First.ToString("O", CultureInfo.InvariantCulture),
            ["lastRecordedAt"] = search.Recorded?.Last.ToString("O", CultureInfo.InvariantCulture),
        };
    }

    private static string Why(RecordedSearch search) => search.Status switch
    {
        SearchStatus.Complete or SearchStatus.Damaged => string.Empty,
        SearchStatus.Stopped => " cleanly, before its end",
        SearchStatus.Empty => $", {AbsentLog.Words}",
        var status => $", {SearchStatus.WordsOf(status)}",
    };
}
