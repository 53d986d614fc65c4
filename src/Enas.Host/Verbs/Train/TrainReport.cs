using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Spaces;

namespace Enas.Host.Verbs.Train;

/// <summary>What a final training says at its end, to people and to programs.</summary>
internal static class TrainReport
{
    /// <summary>For people.</summary>
    public static void Write(JobOptions job, RunOutcome outcome, Terminal terminal)
    {
        var (parameters, measure) = (outcome.FinalParameters, ScoreText.Measure(job.Space.Kind));
        terminal.Line();
        terminal.Line($"trained      {outcome.State.Started!.Architecture}");
        terminal.Line($"             {(parameters is { } count ? count.ToString("N0", CultureInfo.InvariantCulture) + " parameters, " : string.Empty)}{outcome.State.StepCount.ToString("N0", CultureInfo.InvariantCulture)} of {outcome.PlannedSteps.ToString("N0", CultureInfo.InvariantCulture)} steps");
        foreach (var score in outcome.State.Candidates.Where(c => c.Source == "validation"))
        {
            terminal.Line($"epoch {score.Ordinal + 1,-6} validation {measure} {ScoreText.Of(job.Space.Kind, score.Score)}");
        }

        if (outcome.State.Completed is { } completed)
        {
            terminal.Line($"best         validation {measure} {ScoreText.Of(job.Space.Kind, completed.Score)}; with those weights, test {measure} {ScoreText.Of(job.Space.Kind, completed.TestScore)} (measured once)");
        }

        terminal.Line();
        terminal.Line($"fingerprint  {outcome.Fingerprint}");
        terminal.Line($"training     {outcome.Folder}");
        if (!outcome.IsComplete)
        {
            terminal.Line($"next         enas resume {Path.GetRelativePath(Environment.CurrentDirectory, outcome.Folder)}");
        }

        terminal.Line($"             {outcome.Duration.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s");
    }

    /// <summary>For programs.</summary>
    public static JsonObject ToJson(JobOptions job, RunOutcome outcome) => new()
    {
        ["search"] = outcome.Folder,
        ["complete"] = outcome.IsComplete,
        ["architecture"] = outcome.State.Started!.Architecture,
        ["parameters"] = outcome.FinalParameters,
        ["fingerprint"] = outcome.Fingerprint,
        ["parent"] = outcome.State.Started!.Parent,
        ["steps"] = outcome.State.StepCount,
        ["events"] = outcome.EventCount,
        ["validation"] = new JsonArray([.. outcome.State.Candidates.Where(c => c.Source == "validation").Select(c => (JsonNode?)c.Score)]),
        ["validationPerplexity"] = outcome.State.Completed?.Perplexity,
        ["testPerplexity"] = outcome.State.Completed?.TestPerplexity,
        ["validationAccuracy"] = outcome.State.Completed?.Accuracy,
        ["testAccuracy"] = outcome.State.Completed?.TestAccuracy,
        ["durationSeconds"] = Math.Round(outcome.Duration.TotalSeconds, 3),
    };

}
