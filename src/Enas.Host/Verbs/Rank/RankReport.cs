using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Jobs;
using Spectre.Console;

namespace Enas.Host.Verbs.Rank;

/// <summary>What a ranking says, to people and to programs.</summary>
internal static class RankReport
{
    /// <summary>For people.</summary>
    public static void Write(JobOptions job, IReadOnlyList<RankedCandidate> ranked, Terminal terminal)
    {
        var kind = job.Space.Kind;
        string Score(double? score) => ScoreText.Of(kind, score);
        var table = new Table { Border = TableBorder.None };
        table.AddColumns("from", $"shared {ScoreText.Measure(kind)}", "alone", "test", "architecture");
        foreach (var row in ranked.OrderByDescending(Alone))
        {
            var done = row.Training.State.Completed!;
            table.AddRow(row.Candidate.Source == "policy" ? "chosen" : "random", Score(row.Candidate.Score), Score(done.Score), Score(done.TestScore), row.Candidate.Tokens);
        }

        terminal.Line();
        terminal.Draw(table);
        terminal.Line();
        var random = ranked.Where(row => row.Candidate.Source == "random").ToArray();
        var best = random.MaxBy(Alone)!;
        terminal.Line($"alone        chosen {Score(ranked[0].Training.State.Completed!.Score)}; {random.Length} random: mean {Score(random.Average(row => row.Training.State.Completed!.Score ?? double.NaN))}, best {Score(best.Training.State.Completed!.Score)} (validation)");
        terminal.Line($"test         chosen {Score(ranked[0].Training.State.Completed!.TestScore)}; random: mean {Score(random.Average(row => row.Training.State.Completed!.TestScore ?? double.NaN))}, best by validation {Score(best.Training.State.Completed!.TestScore)}");
        var (kendall, spearman) = Correlations(ranked);
        terminal.Line($"correlation  Kendall tau-b {Words(kendall)}, Spearman rho {Words(spearman)} of shared and stand-alone validation, n = {ranked.Count}");
    }

    /// <summary>For programs.</summary>
    public static JsonObject ToJson(RecordedSearch search, IReadOnlyList<RankedCandidate> ranked)
    {
        var (kendall, spearman) = Correlations(ranked);
        return new JsonObject
        {
            ["search"] = search.Folder.Root,
            ["fingerprint"] = search.Fingerprint,
            ["count"] = ranked.Count,
            ["kendall"] = ToJson(kendall),
            ["spearman"] = ToJson(spearman),
            ["architectures"] = new JsonArray([.. ranked.Select(ToJson)]),
        };
    }

    private static (Correlation Kendall, Correlation Spearman) Correlations(IReadOnlyList<RankedCandidate> ranked)
    {
        double[] shared = [.. ranked.Select(row => -row.Candidate.Rank)];
        double[] alone = [.. ranked.Select(Alone)];
        return (RankCorrelation.Kendall(shared, alone), RankCorrelation.Spearman(shared, alone));
    }

    /// <summary>The score of the training, in which more is better; of one that is not finite the worst.</summary>
    private static double Alone(RankedCandidate row) => row.Training.State.Completed is { } done
        ? done.Accuracy ?? -done.Perplexity ?? double.NegativeInfinity
        : double.NegativeInfinity;

    /// <summary>A correlation with its interval, where it has one.</summary>
    internal static string Words(Correlation correlation) => correlation switch
    {
        { Value: null } => "not defined",
        { Low: { } low, High: { } high } => string.Create(CultureInfo.InvariantCulture, $"{correlation.Value:0.00} (95 %: {low:0.00} to {high:0.00})"),
        _ => correlation.Value.Value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    private static JsonObject ToJson(Correlation correlation) => new() { ["value"] = correlation.Value, ["low"] = correlation.Low, ["high"] = correlation.High };

    private static JsonNode ToJson(RankedCandidate row) => new JsonObject
    {
        ["architecture"] = row.Candidate.Tokens,
        ["source"] = row.Candidate.Source == "policy" ? "chosen" : "random",
        ["shared"] = row.Candidate.Score,
        ["validation"] = row.Training.State.Completed!.Score,
        ["test"] = row.Training.State.Completed!.TestScore,
        ["folder"] = row.Training.Folder,
        ["trainingFingerprint"] = row.Training.Fingerprint,
        ["durationSeconds"] = Math.Round(row.Training.Duration.TotalSeconds, 1),
    };
}
