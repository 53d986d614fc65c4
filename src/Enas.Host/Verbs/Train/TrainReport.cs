using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Verbs.Train;

/// <summary>What a final training says at its end, to people and to programs.</summary>
internal static class TrainReport
{
    /// <summary>For people.</summary>
    public static void Write(JobOptions job, RunOutcome outcome, Terminal terminal)
    {
        var (parameters, measure) = (outcome.FinalParameters, ScoreText.MeasureOf(job));
        terminal.Line();
        terminal.Line($"trained      {outcome.State.Started!.Architecture}");
        terminal.Line(
            $"             {(parameters is { } count ? Count(count) + " parameters, " : string.Empty)}{Count(outcome.State.StepCount)} "
            + $"of {Counted.Of(outcome.PlannedSteps, "step")}");
        foreach (var score in outcome.State.Candidates.Where(c => c.Source == CandidateSources.Validation))
        {
            terminal.Line($"epoch {score.Ordinal + 1,-6} validation {measure} {ScoreText.Of(measure, score)}");
        }

        if (NoResult.Of(job, outcome.State) is { } none)
        {
            terminal.Line($"best         {none.What}");
            terminal.Line($"failed       {none.Failed}");
            terminal.Line($"cause        most likely {none.Cause}");
        }
        else if (outcome.State.Completed is { } completed)
        {
            terminal.Line($"best         validation {measure} {ScoreText.Of(measure, completed.Score)}; "
                + $"with those weights, test {measure} {ScoreText.Of(measure, completed.TestScore)} (measured once)");
            ValidationNote.Write(job with { Origin = JobOrigins.Train }, 12, terminal);
        }

        if (outcome.State.FailedStepCount is > 0 and var failed && NoResult.Of(job, outcome.State) is null)
        {
            terminal.Line($"failed       {Count(failed)} of {Count(outcome.State.StepCount)} "
                + $"steps, because a loss or a gradient was not finite; they changed nothing");
        }

        terminal.Line();
        terminal.Line($"fingerprint  {outcome.Fingerprint}");
        terminal.Line($"folder       {outcome.Folder}");
        terminal.Line($"             {outcome.Duration.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s");
        if (Next(job, outcome) is { } next)
        {
            terminal.Line($"next         {CommandText.Of(next, CommandText.PathFromHere(outcome.Folder))}");
        }
    }

    // Of what can be taken away: the test set in the other program, which needs nothing but this command.
    private static string? Next(JobOptions job, RunOutcome outcome) => !outcome.IsComplete ? "resume"
        : NoResult.Of(job, outcome.State) is null && outcome.State.Completed?.TestScore is not null
            && SpaceCatalog.Of(job).OnnxRefusalOf(job) is null ? "predict" : null;

    /// <summary>For programs.</summary>
    public static JsonObject ToJson(JobOptions job, RunOutcome outcome)
    {
        var none = NoResult.Of(job, outcome.State);
        var result = none is null ? outcome.State.Completed : null;
        var json = new JsonObject
        {
            ["search"] = outcome.Folder,
            ["complete"] = outcome.IsComplete,
            ["architecture"] = outcome.State.Started!.Architecture,
            ["parameters"] = outcome.FinalParameters,
            ["fingerprint"] = outcome.Fingerprint,
            ["parent"] = outcome.State.Started!.Parent,
            ["steps"] = outcome.State.StepCount,
            ["events"] = outcome.EventCount,
            ["validation"] = new JsonArray(
                [.. outcome.State.Candidates.Where(c => c.Source == CandidateSources.Validation)
                    .Select(c => (JsonNode?)(c.IsFinite ? c.Score : null))]),
            ["validationPerplexity"] = result?.Perplexity,
            ["testPerplexity"] = result?.TestPerplexity,
            ["validationAccuracy"] = result?.Accuracy,
            ["testAccuracy"] = result?.TestAccuracy,
            ["durationSeconds"] = Math.Round(outcome.Duration.TotalSeconds, 3),
            ["failedSteps"] = outcome.State.FailedStepCount,
            ["noResult"] = SearchJson.Of(none),
        };
        if (none is not null)
        {
            json["error"] = SearchJson.Error(none);
        }

        return json;
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
