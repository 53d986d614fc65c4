using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Drawing;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Evaluation.Plans;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Verbs.Run;

/// <summary>What a run says at its end, to people and to programs.</summary>
internal static class RunReport
{
    /// <summary>For people.</summary>
    public static void Write(JobOptions job, RunOutcome outcome, Terminal terminal)
    {
        var state = outcome.State;
        terminal.Line();
        if (!outcome.IsComplete)
        {
            terminal.Line(
                $"stopped cleanly after step {Count(state.StepCount)} of {Count(outcome.PlannedSteps)}; every one of them is in the log");
        }

        var none = NoResult.Of(job, state);
        if (none is not null)
        {
            WriteNone(none, terminal);
        }
        else if (state.Completed is { } chosen)
        {
            WriteChoice(job, state, chosen, terminal);
        }
        else if (state.Best is { } best)
        {
            terminal.Line($"best     {best.Tokens}");
            var reward = SpaceCatalog.WordsOf(job).Reward(best.Reward);
            var measured = RewardedMeasure.Of(job) is { } measure ? $"{measure.Words(best.Reward)}, " : string.Empty;
            terminal.Line($"         so far, by reward {reward} ({measured}{SpaceCatalog.WordsOf(job).RewardedBy})");
        }

        if (EndOfSpace.Words(job, state.Exhausted) is { } end)
        {
            terminal.Line($"ended    {end}");
        }

        if (outcome.Optimum is { } optimum)
        {
            terminal.Line($"optimum  {optimum.Value}: the best that the table holds, of {optimum.Architecture.Tokens}");
        }

        if (outcome.PerplexityFloor is { } floor)
        {
            terminal.Line($"floor    {ScoreText.OfPerplexity(floor)}: the true perplexity of this language, which no model can be below");
        }

        if (none is null && state.FailedStepCount > 0)
        {
            terminal.Line($"failed   {FailureWords.Of(job, state.Failures, state.StepCount)}");
        }

        if (none is null && (state.Completed?.Tokens ?? state.Best?.Tokens) is { } tokens)
        {
            terminal.Line();
            terminal.Lines(ArchitecturePictures.Of(job, tokens).Text(terminal.IsUnicode).TrimEnd());
        }

        WriteEnd(job, outcome, hasResult: none is null, terminal);
    }

    /// <summary>For programs.</summary>
    public static JsonObject ToJson(JobOptions job, RunOutcome outcome)
    {
        var state = outcome.State;
        var (comparison, none) = (RandomComparison.Of(job, state), NoResult.Of(job, state));
        var json = new JsonObject
        {
            ["search"] = outcome.Folder,
            ["complete"] = outcome.IsComplete,
            ["fingerprint"] = outcome.Fingerprint,
            ["steps"] = state.StepCount,
            ["plannedSteps"] = outcome.PlannedSteps,
            ["events"] = outcome.EventCount,
            ["failedSteps"] = state.FailedStepCount,
            ["best"] = SearchJson.Best(job, state),
            ["chosen"] = SearchJson.Chosen(job, state),
            ["policy"] = SearchJson.Policy(comparison),
            ["random"] = SearchJson.Random(comparison),
            ["randomBest"] = RandomBest.Of(job, state),
            ["verdict"] = RandomComparison.VerdictOf(job, state)?.ToJson(),
            ["finals"] = HeldFinals.Of(job, state)?.ToJson(),
            ["proxies"] = ProxyWords.Of(job, state).ToJson(),
            ["noResult"] = SearchJson.Of(none),
            ["endOfSpace"] = EndOfSpace.Words(job, state.Exhausted),
            ["perplexityFloor"] = outcome.PerplexityFloor,
            ["optimum"] = outcome.Optimum is { } optimum
                ? new JsonObject { ["architecture"] = optimum.Architecture.Tokens, [optimum.Value.Measure.Name] = optimum.Value.Value }
                : null,
            ["durationSeconds"] = Math.Round(outcome.Duration.TotalSeconds, 3),
        };
        if (none is not null)
        {
            json["error"] = SearchJson.Error(none);
        }

        return json;
    }

    private static void WriteNone(NoResult none, Terminal terminal)
    {
        terminal.Line($"best     {none.What}");
        terminal.Line($"failed   {none.Failed}");
        terminal.Line($"cause    most likely {none.Cause}");
    }

    private static void WriteChoice(JobOptions job, SearchState state, SearchCompleted chosen, Terminal terminal)
    {
        var comparison = RandomComparison.Of(job, state);

        // While it runs, "best" is the highest reward so far. "chosen" is what the end of the search took of its candidates.
        terminal.Line($"chosen   {chosen.Tokens}");
        terminal.Line($"         for the {RuleOf(job, chosen)} {By(job, state)}: "
            + $"{ScoreText.Of(ScoreText.MeasureOf(job), chosen)}");
        if (StagedScores.Origin(chosen) is { } origin)
        {
            terminal.Line($"         {origin}");
        }

        if (StagedScores.Done(state.Screened, state.Candidates) is { } stages)
        {
            terminal.Line($"scored   {stages}");
        }

        foreach (var rung in HeldFinals.Of(job, state)?.Lines(ScoreText.MeasureOf(job)) ?? [])
        {
            terminal.Line($"finals   {rung}");
        }

        foreach (var words in ProxyWords.Of(job, state).Lines)
        {
            terminal.Line($"proxy    {words}");
        }

        if (chosen.TestScore is { } test)
        {
            terminal.Line($"test     {ScoreText.Of(ScoreText.MeasureOf(job), test)}, looked at once, after the choice");
        }

        foreach (var (label, words) in comparison?.Lines ?? [("verdict", Verdict.WithoutRandom.Words)])
        {
            terminal.Line($"{label,-8} {words}");
        }

        ValidationNote.Write(job, 8, terminal);
    }

    private static void WriteEnd(JobOptions job, RunOutcome outcome, bool hasResult, Terminal terminal)
    {
        var folder = CommandText.PathFromHere(outcome.Folder);
        terminal.Line();
        terminal.Line($"fingerprint  {outcome.Fingerprint}");
        terminal.Line($"folder       {outcome.Folder}");
        terminal.Line($"             {Counted.Of(outcome.State.StepCount, "step")}, "
            + $"{Counted.Of(outcome.EventCount, "event")}, {outcome.Duration.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s");
        terminal.Line($"next         {CommandText.Of("show", folder)}");
        if (outcome.IsComplete && hasResult)
        {
            terminal.Line($"             {CommandText.Of("draw", folder, "--format", "svg", "--out", "cell.svg")}");
            if (SpaceCatalog.WordsOf(job).Untrainable is null)
            {
                terminal.Line($"             {CommandText.Of("train", folder)}");
            }
        }
        else if (!outcome.IsComplete)
        {
            terminal.Line($"             {CommandText.Of(SpaceCatalog.WordsOf(job).NextVerb, folder)}");
        }
    }

    // The name of a cost keeps its dashes.
    private static string RuleOf(JobOptions job, SearchCompleted chosen)
    {
        static string Words(string rule) => rule.Replace('-', ' ');
        return CostPlan.Of(job).Beside is { Name: var cost }
            ? string.Join(cost, chosen.Rule.Split(cost).Select(Words)) : Words(chosen.Rule);
    }

    private static string By(JobOptions job, SearchState state)
    {
        var candidates = state.AlikeScores.Count(c => c.Source == CandidateSources.Policy);
        return state.Completed!.FinalRanks is { } ranks ? $"of {Counted.Of(ranks.Count, "finalist")}, trained alone"
            : !SpaceCatalog.SharesWeights(job) ? $"of {Count(state.Trials.Count)} that were evaluated"
            : state.Completed!.Source is null ? $"of {candidates} candidates{Fewer(job, candidates)}, with the shared weights"
            : $"of {candidates} candidates{Fewer(job, candidates)} and {state.AlikeScores.Count - candidates} uniform ones, "
                + "with the shared weights";
    }

    private static string Fewer(JobOptions job, int candidates) =>
        candidates < job.Derive.Candidates
            ? $" (of {Count(job.Derive.Candidates)} that were wanted; no more different ones came)" : string.Empty;

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
