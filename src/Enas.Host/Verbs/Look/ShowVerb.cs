using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Events;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;
using Enas.Pipeline.Strategies;

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
        Write(search, parameters, terminal);
        if (search.Damage is { } damage)
        {
            terminal.Line($"shown        up to event {Count(search.EventCount - 1)} only; the log is damaged: {damage}");
        }

        terminal.Result(ToJson(search, parameters));
        return search.Damage is null ? ExitCodes.Done : ExitCodes.Difference;
    }

    private static void Write(RecordedSearch search, long? parameters, Terminal terminal)
    {
        var state = search.State;
        terminal.Line($"{search.Name}: {search.Status}{Why(search)}");
        terminal.Line(
            $"kind         {state.Started?.Kind ?? "-"}, {search.Job.Space.Kind}, {search.Job.Strategy.Kind}, seed {search.Job.Seed}");
        if (search.Job.Tags.Count > 0)
        {
            terminal.Line($"tags         {string.Join(", ", search.Job.Tags.Select(tag => ForeignText.Shown(tag)))}");
        }

        terminal.Line($"steps        {Count(state.StepCount)}: {string.Join(", ", Steps(search))}, {Count(state.FailedStepCount)} failed");
        if (IsTraining(search))
        {
            WriteTraining(search, parameters, terminal);
        }
        else
        {
            WriteSamples(search, terminal);
            WriteChildren(search, terminal);
        }

        WriteResult(search, terminal);
        terminal.Line($"log          {Count(search.EventCount)} events, {Count(search.FactCount)} "
            + $"of them facts, in {Count(search.SegmentCount)} commits{When(search)}");
        terminal.Line($"work         {CostText.Of(search.Job, state.Costs) ?? CostText.WhyNotCounted(search.Job, state.Costs)}");
        terminal.Line($"fingerprint  {search.Fingerprint}");
        terminal.Line($"folder       {search.Folder.Root}");
        if (search.BestTokens is { } tokens)
        {
            terminal.Line();
            terminal.Lines(ArchitecturePictures.Of(search.Job, tokens).Text(terminal.IsUnicode).TrimEnd());
        }
    }

    private static bool IsTraining(RecordedSearch search) => search.State.Started?.Kind == JobOrigins.Train;

    private static IEnumerable<CandidateScored> Epochs(RecordedSearch search) =>
        search.State.Candidates.Where(c => c.Source == "validation").OrderBy(c => c.Ordinal);

    private static void WriteTraining(RecordedSearch search, long? parameters, Terminal terminal)
    {
        terminal.Line($"trained      "
            + $"{search.State.Started!.Architecture}{(parameters is { } count ? $", {Count(count)} parameters" : string.Empty)}, "
            + (search.Job.Train.Steps is > 0 and var steps
                ? $"{Count(search.State.StepCount)} of {Count(steps)} steps"
                : $"{Count(Epochs(search).Count())} of {Count(search.Job.Train.Epochs)} epochs"));
        foreach (var epoch in Epochs(search))
        {
            terminal.Line($"epoch {epoch.Ordinal + 1,-6} validation {ScoreText.MeasureOf(search.Job)} "
                + $"{ScoreText.Of(ScoreText.MeasureOf(search.Job), epoch)}");
        }
    }

    // Kinds that a search does not have are left out.
    private static IEnumerable<string> Steps(RecordedSearch search)
    {
        var (isTraining, state) = (IsTraining(search), search.State);
        if (isTraining || SpaceCatalog.SharesWeights(search.Job))
        {
            yield return $"{Count(state.WeightStepCount)} weight";
        }

        if (!isTraining)
        {
            yield return $"{Count(state.PolicyStepCount)} {StrategyCatalog.Of(search.Job).StageWords}";
        }
    }

    // What stands beside the choice is trained too, and was not proposed by the strategy.
    private static string AtTheEnd(int count) => count == 0 ? string.Empty
        : $", {Count(count)} of them at the end, to be held against the search's own";

    private static void WriteChildren(RecordedSearch search, Terminal terminal)
    {
        var children = search.State.Children;
        // Finals have lines of their own.
        if (!children.IsEmpty && search.Job.Evaluator.IsOutside)
        {
            terminal.Line($"children     {OutsideWords.Of(search)}; in {ChildFolders.RootOf(search.Folder.Root)}");
        }
        else if (!children.IsEmpty && search.State.Finals.IsEmpty)
        {
            terminal.Line($"children     {Count(children.Count)} trained alone"
                + $"{AtTheEnd(children.Count(child => child.Position.Phase == Phases.Derive))}; "
                + $"{Count(children.Sum(child => child.Outcome.Steps))} steps in all"
                + (children.Count(child => child.Outcome.Failure is not null) is > 0 and var failed
                    ? $", {Count(failed)} without a finite validation" : string.Empty)
                + $"; in {ChildFolders.RootOf(search.Folder.Root)}");
        }
    }

    private static void WriteSamples(RecordedSearch search, Terminal terminal)
    {
        var state = search.State;
        terminal.Line(StrategyCatalog.Of(search.Job).Needs.HasFlag(StrategyNeeds.Mixtures)
            // Architecture parameters learn from gradients and not from rewards.
            ? $"learned      {Count(state.PolicyStepCount)} steps of the architecture parameters, from gradients; " + (state.SampleCount > 0
                ? $"{Count(state.SampleCount)} architectures drawn, one a step"
                : "a step runs all options at once, so no architecture is drawn before the end")
            : $"sampled      {Count(state.SampleCount)} architectures, {Rewards(search)}");
        if (state.Best is { } best)
        {
            terminal.Line($"best reward  {Number(best.Reward)}{Measured(search, best.Reward)} at step {best.Step}: {best.Tokens}");
        }

        if (state.RejectedCount > 0)
        {
            terminal.Line($"rejected     {Count(state.RejectedCount)} proposals that were above a limit; none of them was evaluated");
        }
    }

    private static string Measured(RecordedSearch search, double reward) =>
        RewardedMeasure.Of(search.Job) is { } measure ? $" ({measure.Words(reward)})" : string.Empty;

    // Architectures with a value of their own are evaluated once, however often they are proposed.
    private static string Rewards(RecordedSearch search)
    {
        var state = search.State;
        return $"{Count(state.RewardCount)} rewards"
            + (SpaceCatalog.SharesWeights(search.Job) ? string.Empty : $" of {Count(state.Trials.Count)} different ones")
            + (state.RewardAverage is { } average ? $"; their moving average {Number(average)}" : string.Empty)
            + (state.Baseline is { } baseline ? $", baseline {Number(baseline)}" : string.Empty);
    }

    private static void WriteResult(RecordedSearch search, Terminal terminal)
    {
        if (search.State.Completed is not { } completed)
        {
            WriteFinals(search, terminal);
            return;
        }

        if (search.NoResult is { } none)
        {
            terminal.Line($"result       {none.What}");
            terminal.Line($"failed       {none.Failed}");
            terminal.Line($"cause        most likely {none.Cause}");
            return;
        }

        var measure = ScoreText.MeasureOf(search.Job);
        terminal.Line($"chosen       {completed.Tokens} ({completed.Rule}): {Validation(search.Job, completed)}"
            + $"{ScoreText.NameOf(measure, completed)} {ScoreText.Of(measure, completed)}");
        if (CostColumns.Line(search.State.ArchitectureCosts, completed.Tokens) is { } costs)
        {
            terminal.Line($"costs        {costs}");
        }

        if (RecordedFront.Of(search.Job, search.State)?.Words is { } front)
        {
            terminal.Line($"front        {front}");
        }

        if (StagedScores.Origin(completed) is { } origin)
        {
            terminal.Line($"             {origin}");
        }

        if (StagedScores.Done(search.State.Screened, search.State.Candidates) is { } stages)
        {
            terminal.Line($"scored       {stages}");
        }

        WriteFinals(search, terminal);
        foreach (var words in ProxiesOf(search).Lines)
        {
            terminal.Line($"proxy        {words}");
        }

        foreach (var (label, words) in RandomComparison.Of(search.Job, search.State)?.Lines
            ?? (IsTraining(search) ? [] : [("verdict", Verdict.WithoutRandom.Words)]))
        {
            terminal.Line($"{label,-12} {words}");
        }

        if (completed.TestScore is { } test)
        {
            terminal.Line($"test         {measure} {ScoreText.Of(measure, test)}, measured once");
        }

        ValidationNote.Write(search.Job, 12, terminal);
    }

    // What a program says is a value of its own, and so is a score in another measure.
    private static string Validation(JobOptions job, SearchCompleted completed) =>
        completed.Reported is null && !job.Evaluator.IsOutside ? "validation " : string.Empty;

    private static void WriteFinals(RecordedSearch search, Terminal terminal)
    {
        foreach (var rung in HeldFinals.Of(search.Job, search.State)?.Lines(ScoreText.MeasureOf(search.Job)) ?? [])
        {
            terminal.Line($"finals       {rung}");
        }

        if (!search.State.Finals.IsEmpty && !search.State.Children.IsEmpty)
        {
            terminal.Line($"             in {ChildFolders.RootOf(search.Folder.Root)}");
        }
    }

    // Of finals, or of the architectures that a search trained alone to evaluate them.
    private static ProxyWords ProxiesOf(RecordedSearch search) => ProxyWords.Of(search.Job, search.State);

    private static JsonObject ToJson(RecordedSearch search, long? parameters)
    {
        var (none, comparison) = (search.NoResult, RandomComparison.Of(search.Job, search.State));
        var result = none is null ? search.State.Completed : null;
        return new JsonObject
        {
            ["search"] = search.Folder.Root,
            ["name"] = search.Name,
            ["status"] = search.Status,
            ["damage"] = search.Damage,
            ["kind"] = search.State.Started?.Kind,
            ["seed"] = search.Job.Seed,
            ["strategy"] = search.Job.Strategy.Kind,
            ["fingerprint"] = search.Fingerprint,
            ["eventHead"] = search.EventHead,
            ["steps"] = search.State.StepCount,
            ["tags"] = new JsonArray([.. search.Job.Tags.Select(tag => (JsonNode)tag)]),
            ["parameters"] = parameters,
            ["validation"] = IsTraining(search) ? new JsonArray([.. Epochs(search).Select(epoch => (JsonNode?)epoch.Score)]) : null,
            ["failedSteps"] = search.State.FailedStepCount,
            ["children"] = search.State.Children.IsEmpty ? null : new JsonObject
            {
                ["count"] = search.State.Children.Count,
                ["failed"] = search.State.Children.Count(child => child.Outcome.Failure is not null),
                ["steps"] = search.State.Children.Sum(child => child.Outcome.Steps),
                ["folder"] = ChildFolders.RootOf(search.Folder.Root),
            },
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
        "complete" or "damaged" => string.Empty,
        "stopped" => " cleanly, before its end",
        "empty" => $", {AbsentLog.Words}",
        var status => $", {SearchStatus.WordsOf(status)}",
    };

    private static string When(RecordedSearch search) => search.Recorded is { } recorded
        ? string.Create(CultureInfo.InvariantCulture, $", {recorded.First:yyyy-MM-dd HH:mm:ss} to {recorded.Last:HH:mm:ss} UTC")
        : string.Empty;

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";
}
