using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Drawing;
using Enas.Host.Searches;
using Enas.Pipeline.Jobs;

namespace Enas.Host.Verbs.Run;

/// <summary>What a run says at its end, to people and to programs.</summary>
internal static class RunReport
{
    /// <summary>For people.</summary>
    public static void Write(JobOptions job, RunOutcome outcome, Terminal terminal)
    {
        var state = outcome.State;
        string Score(double? score) => ScoreText.Of(job.Space.Kind, score);
        terminal.Line();
        if (!outcome.IsComplete)
        {
            terminal.Line($"stopped cleanly after step {Count(state.StepCount)} of {Count(outcome.PlannedSteps)}; every one of them is in the log");
        }

        if (state.Completed is { } chosen)
        {
            var candidates = state.Candidates.Count(c => c.Source == "policy");
            terminal.Line($"best     {chosen.Tokens}");
            terminal.Line($"         chosen for the {chosen.Rule.Replace('-', ' ')} of {candidates} candidates{Fewer(job, candidates)}, with the shared weights: {Score(chosen.Score)}");
            terminal.Line($"random   {state.Candidates.Count - candidates} uniform architectures beside it: mean {Score(chosen.RandomMean)}, best {Score(chosen.RandomBest)}{NotFinite(state)}");
        }
        else if (state.Best is { } best)
        {
            terminal.Line($"best     {best.Tokens}");
            terminal.Line($"         so far, by reward {best.Reward.ToString("F3", CultureInfo.InvariantCulture)}{(best.Perplexity is { } perplexity ? $" (perplexity {ScoreText.OfPerplexity(perplexity)} on its windows)" : " (accuracy on its images)")}");
        }

        if (outcome.PerplexityFloor is { } floor)
        {
            terminal.Line($"floor    {ScoreText.OfPerplexity(floor)}: the true perplexity of this language, which no model can be below");
        }

        if ((state.Completed?.Tokens ?? state.Best?.Tokens) is { } tokens)
        {
            terminal.Line();
            terminal.Line(ArchitecturePictures.Of(job.Space, tokens).Text(terminal.IsUnicode).TrimEnd());
        }

        WriteEnd(outcome, terminal);
    }

    /// <summary>For programs.</summary>
    public static JsonObject ToJson(RunOutcome outcome)
    {
        var state = outcome.State;
        return new JsonObject
        {
            ["search"] = outcome.Folder,
            ["complete"] = outcome.IsComplete,
            ["fingerprint"] = outcome.Fingerprint,
            ["steps"] = state.StepCount,
            ["plannedSteps"] = outcome.PlannedSteps,
            ["events"] = outcome.EventCount,
            ["failedSteps"] = state.FailedStepCount,
            ["best"] = SearchJson.Best(state),
            ["random"] = SearchJson.Random(state),
            ["perplexityFloor"] = outcome.PerplexityFloor,
            ["durationSeconds"] = Math.Round(outcome.Duration.TotalSeconds, 3),
        };
    }

    private static void WriteEnd(RunOutcome outcome, Terminal terminal)
    {
        var folder = Path.GetRelativePath(Environment.CurrentDirectory, outcome.Folder);
        terminal.Line();
        terminal.Line($"fingerprint  {outcome.Fingerprint}");
        terminal.Line($"search       {outcome.Folder}");
        terminal.Line($"             {Count(outcome.State.StepCount)} steps, {Count(outcome.EventCount)} events, {outcome.Duration.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s");
        terminal.Line($"next         enas show {folder}");
        if (outcome.IsComplete)
        {
            terminal.Line($"             enas draw {folder} --format svg --out cell.svg");
            terminal.Line($"             enas train {folder}");
        }
        else
        {
            terminal.Line($"             enas resume {folder}");
        }
    }

    private static string Fewer(JobOptions job, int candidates) =>
        candidates < job.Derive.Candidates ? $" (of {Count(job.Derive.Candidates)} that were wanted; no more different ones came)" : string.Empty;

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string NotFinite(Pipeline.Search.SearchState state) =>
        state.Candidates.Count(c => c.Source == "random" && c.Score is null) is > 0 and var count ? $"; {count} of them overflowed and are left out" : string.Empty;
}
