using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;

namespace Enas.Host.Verbs.Auto;

/// <summary>What <c>enas auto</c> says at its end, to people and to programs.</summary>
internal static class AutoReport
{
    /// <summary>For people.</summary>
    public static void Write(AutoResult result, AutoFiles files, Terminal terminal)
    {
        var (measure, state) = (ScoreText.MeasureOf(result.Job), result.Search.State);
        string Score(double? score) => ScoreText.Of(measure, score);
        terminal.Line();
        if (result.NoResult is { } none)
        {
            terminal.Line($"result       {none.Words}");
        }

        if (state.Completed is { } chosen)
        {
            terminal.Line($"chosen       {chosen.Tokens}");
        }

        foreach (var (line, words) in Known(result).Index())
        {
            terminal.Line($"{(line == 0 ? "known" : string.Empty),-12} {words}");
        }

        if (result.Training?.State.Completed is { } trained)
        {
            terminal.Line($"network      validation {measure} {Score(trained.Score)}, "
                + $"test {measure} {Score(trained.TestScore)} (measured once)");
            ValidationNote.Write(result.Job, 12, terminal);
        }

        foreach (var limit in result.Limits)
        {
            terminal.Line($"limit        {limit.Words}");
        }

        terminal.Line($"fingerprint  {result.Search.Fingerprint} of the search");
        if (result.IsStopped)
        {
            terminal.Line("stopped      the same command goes on");
        }

        if (result.IsExported)
        {
            terminal.Line($"wrote        {CommandText.PathFromHere(files.Onnx)}");
            terminal.Line($"             {CommandText.PathFromHere(files.Report)}");
        }

        terminal.Line($"time         {result.Time.Words(result.AskedMinutes)}");
        terminal.Line($"job          {CommandText.PathFromHere(files.Job)}");
        if (result.IsExported)
        {
            // Of a training with a test set that once more; the file itself takes any input.
            string[] words = result.Training?.State.Completed?.TestScore is not null
                ? [CommandText.PathFromHere(files.Training)] : [CommandText.PathFromHere(files.Onnx), result.Job.Data.Path];
            terminal.Line($"next         {CommandText.Of(["predict", .. words])}");
        }
    }

    /// <summary>The choice beside a known network, a line each, for the terminal and the page; none where there is no known one.</summary>
    public static IReadOnlyList<string> Known(AutoResult result)
    {
        if (result.Reference is not { Training.State.Completed: { } trained } known)
        {
            return [];
        }

        if (trained.Score is not { } reference)
        {
            return
            [
                $"{known.Name}, {AutoResult.AsTheOthersWere(result.Job)}, came to no finite score: the choice has nothing to be "
                    + "better than",
            ];
        }

        var measure = ScoreText.MeasureOf(result.Job);
        return
        [
            $"{known.Name}, {AutoResult.AsTheOthersWere(result.Job)}: {measure} {ScoreText.Of(measure, reference)}, the choice "
                + $"{ScoreText.Of(measure, result.FinalScore)}{Losses(result)}: "
                + (result.BeatsReference == true ? "the choice is better" : "the choice is not better"),
            string.Create(CultureInfo.InvariantCulture,
                $"the choice is the best of {result.ChosenAmong:N0} on these validation data, which flatters it; ")
                + "the known network was trained once",
        ];
    }

    // What the finals are ranked by says who is better.
    private static string Losses(AutoResult result) => result is { IsByLoss: true, ReferenceLoss: { } reference, FinalLoss: { } own }
        ? string.Create(CultureInfo.InvariantCulture, $"; by the loss, which the finals are ranked by, {reference:0.000} and {own:0.000}")
        : string.Empty;

    /// <summary>For programs.</summary>
    public static JsonObject ToJson(AutoResult result, AutoFiles files)
    {
        var none = result.NoResult;
        var json = new JsonObject
        {
            ["complete"] = result.IsExported,
            ["folder"] = files.Root,
            ["job"] = files.Job,
            ["search"] = files.Search,
            ["fingerprint"] = result.Search.Fingerprint,
            ["architecture"] = none is null ? result.Search.State.Completed?.Tokens : null,
            ["final"] = result.FinalScore,
            ["finalLoss"] = result.FinalLoss,
            ["chosenAmong"] = result.ChosenAmong,
            ["reference"] = result.Reference is { } reference ? new JsonObject
            {
                ["name"] = reference.Name,
                ["validation"] = reference.Training?.State.Completed?.Score,
                ["loss"] = result.ReferenceLoss,
                ["isBeaten"] = result.BeatsReference,
            } : null,
            ["validation"] = result.Training?.State.Completed?.Score,
            ["test"] = result.Training?.State.Completed?.TestScore,
            ["trainingFingerprint"] = result.Training?.Fingerprint,
            ["onnx"] = result.IsExported ? files.Onnx : null,
            ["report"] = result.IsExported ? files.Report : null,
            ["limits"] = result.Limits.Count == 0 ? null : new JsonArray([.. result.Limits.Select(limit => (JsonNode)new JsonObject
            {
                ["cost"] = limit.Limit.Cost.Name,
                ["most"] = limit.Limit.Most,
                ["value"] = limit.Value,
                ["isKept"] = limit.IsKept,
            })]),
            ["plannedTrainSteps"] = result.Plan?.TrainSteps,
            ["trainSteps"] = result.Plan?.Again?.TrainSteps ?? result.Job.Train.Steps,
            ["minutes"] = Math.Round(result.Time.Minutes, 2),
            ["minutesHere"] = Math.Round(result.Time.Here / 60, 2),
            ["askedMinutes"] = result.AskedMinutes,
            ["tookSeconds"] = new JsonObject(
                result.Time.Pieces.Select(piece => new KeyValuePair<string, JsonNode?>(piece.Piece, Math.Round(piece.Seconds, 1)))),
        };
        if (none is not null)
        {
            json["error"] = SearchJson.Error(none);
        }

        return json;
    }
}
