using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Rank;

/// <summary>What a ranking says, to people and to programs.</summary>
internal static class RankReport
{
    /// <summary>For people.</summary>
    public static void Write(JobOptions job, IReadOnlyList<RankedCandidate> ranked, Terminal terminal)
    {
        var kind = job.Space.Kind;
        string Score(double? score) => ScoreText.Of(kind, score);
        var table = new PeopleTable("from", $"shared {ScoreText.Measure(kind)}", "alone", "test", "architecture") {
            LongestCell = ForeignText.MostOfALine };
        foreach (var row in ranked.OrderByDescending(row => Alone(job, row)))
        {
            table.Row(row.Candidate.Source == "policy" ? "chosen"
                : "random", Score(row.Candidate.Score), Score(Validation(job, row)), Score(Test(job, row)), row.Candidate.Tokens);
        }

        terminal.Line();
        terminal.Draw(table);
        terminal.Line();
        var (chosen, random) = (ranked[0],
            ranked.Where(row => row.Candidate.Source == "random" && Validation(job, row) is not null).ToArray());
        var best = random.MaxBy(row => Alone(job, row));
        string Mean(Func<RankedCandidate, double?> score) => Score(random.Length == 0 ? null : random.Average(score));
        terminal.Line($"alone        chosen {Score(Validation(job, chosen))}; {random.Length} "
            + $"random: mean {Mean(row => Validation(job, row))}, best {Score(best is null ? null : Validation(job, best))} (validation)");
        terminal.Line($"test         chosen {Score(Test(job, chosen))}; random: "
            + $"mean {Mean(row => Test(job, row))}, best by validation {Score(best is null ? null : Test(job, best))}");
        foreach (var row in ranked)
        {
            if (NoResult.Of(job, row.Training.State) is { } none)
            {
                terminal.Line($"left out     {Path.GetFileName(row.Training.Folder)}: {none.Words}");
            }
        }

        var (kendall, spearman, count) = Correlations(job, ranked);
        terminal.Line(
            $"correlation  Kendall tau-b {kendall.Words}, Spearman rho {spearman.Words} of shared and stand-alone validation, n = {count}");
    }

    /// <summary>For programs.</summary>
    public static JsonObject ToJson(JobOptions job, RecordedSearch search, IReadOnlyList<RankedCandidate> ranked)
    {
        var (kendall, spearman, count) = Correlations(job, ranked);
        var json = new JsonObject
        {
            ["search"] = search.Folder.Root,
            ["fingerprint"] = search.Fingerprint,
            ["count"] = count,
            ["kendall"] = ToJson(kendall),
            ["spearman"] = ToJson(spearman),
            ["architectures"] = new JsonArray([.. ranked.Select(row => ToJson(job, row))]),
        };
        if (ranked.Select(row => NoResult.Of(job, row.Training.State)).FirstOrDefault(none => none is not null) is { } first)
        {
            json["error"] = SearchJson.Error(first);
        }

        return json;
    }

    // Of trainings with a result: one that diverged says nothing of the order of the others.
    private static (Correlation Kendall, Correlation Spearman, int Count) Correlations(
        JobOptions job, IReadOnlyList<RankedCandidate> ranked)
    {
        RankedCandidate[] counted = [.. ranked.Where(row => NoResult.Of(job, row.Training.State) is null)];
        double[] shared = [.. counted.Select(row => -row.Candidate.Rank)];
        double[] alone = [.. counted.Select(row => Alone(job, row))];
        return (RankCorrelation.Kendall(shared, alone), RankCorrelation.Spearman(shared, alone), counted.Length);
    }

    private static double? Validation(JobOptions job, RankedCandidate row) =>
        NoResult.Of(job, row.Training.State) is null ? row.Training.State.Completed!.Score : null;

    private static double? Test(JobOptions job, RankedCandidate row) =>
        NoResult.Of(job, row.Training.State) is null ? row.Training.State.Completed!.TestScore : null;

    /// <summary>The score of the training, in which more is better; of one without a result the worst.</summary>
    private static double Alone(JobOptions job, RankedCandidate row) => Validation(job, row) is { } score
        ? row.Training.State.Completed!.Accuracy is null ? -score : score
        : double.NegativeInfinity;

    private static JsonObject ToJson(Correlation correlation) =>
        new() { ["value"] = correlation.Value, ["low"] = correlation.Low, ["high"] = correlation.High };

    private static JsonNode ToJson(JobOptions job, RankedCandidate row) => new JsonObject
    {
        ["architecture"] = row.Candidate.Tokens,
        ["source"] = row.Candidate.Source == "policy" ? "chosen" : "random",
        ["shared"] = row.Candidate.Score,
        ["validation"] = Validation(job, row),
        ["test"] = Test(job, row),
        ["noResult"] = SearchJson.Of(NoResult.Of(job, row.Training.State)),
        ["folder"] = row.Training.Folder,
        ["trainingFingerprint"] = row.Training.Fingerprint,
        ["durationSeconds"] = Math.Round(row.Training.Duration.TotalSeconds, 1),
    };
}
