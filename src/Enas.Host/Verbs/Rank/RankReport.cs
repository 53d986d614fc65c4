using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
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
        var table = new PeopleTable("from", $"shared {ScoreText.Measure(kind)}", "alone", "test", "architecture")
        {
            LongestCell = ForeignText.MostOfALine
        };
        foreach (var row in ranked.OrderByDescending(row => row.Alone))
        {
            table.Row(row.From, Score(row.Candidate.Score), Score(row.Validation), Score(row.Test), row.Candidate.Tokens);
        }

        terminal.Line();
        terminal.Draw(table);
        terminal.Line();
        var (chosen, random) = (ranked[0], ranked.Where(row => !row.IsChosen && row.Validation is not null).ToArray());
        var best = random.MaxBy(row => row.Alone);
        string Mean(Func<RankedCandidate, double?> score) => Score(random.Length == 0 ? null : random.Average(score));
        terminal.Line($"alone        chosen {Score(chosen.Validation)}; {random.Length} "
            + $"random: mean {Mean(row => row.Validation)}, best {Score(best?.Validation)} (validation)");
        terminal.Line(
            $"test         chosen {Score(chosen.Test)}; random: mean {Mean(row => row.Test)}, best by validation {Score(best?.Test)}");
        foreach (var (training, why) in ranked.Select(row => row.FirstWithoutResult).OfType<(RunOutcome, NoResult)>())
        {
            terminal.Line($"left out     {Path.GetFileName(training.Folder)}: {why.Words}");
        }

        var fidelity = ShareFidelity.Of(ranked);
        terminal.Line($"correlation  Kendall tau-b {fidelity.Kendall.Words}, Spearman rho {fidelity.Spearman.Words} "
            + $"of shared and stand-alone validation over the random ones, n = {fidelity.Count}; the chosen one is left out: its shared "
            + "score is the best of many");
        if (fidelity.KendallOfTest is { } test)
        {
            terminal.Line($"             Kendall tau-b {test.Words} of shared validation and stand-alone test");
        }

        if (ReliabilityOf(ranked) is { } reliability)
        {
            terminal.Line($"reliability  {reliability.Words(difference => ScoreText.Difference(kind, difference))}");
            terminal.Line($"             {reliability.Verdict}");
        }
    }

    /// <summary>For programs.</summary>
    public static JsonObject ToJson(JobOptions job, RecordedSearch search, IReadOnlyList<RankedCandidate> ranked)
    {
        var fidelity = ShareFidelity.Of(ranked);
        var json = new JsonObject
        {
            ["search"] = search.Folder.Root,
            ["fingerprint"] = search.Fingerprint,
            ["count"] = fidelity.Count,
            ["seeds"] = ranked[0].Trainings.Count,
            ["kendall"] = ToJson(fidelity.Kendall),
            ["spearman"] = ToJson(fidelity.Spearman),
            ["kendallOfTest"] = fidelity.KendallOfTest is { } test ? ToJson(test) : null,
            ["reliability"] = ToJson(ReliabilityOf(ranked)),
            ["architectures"] = new JsonArray([.. ranked.Select(ToJson)]),
        };
        if (ranked.Select(row => row.FirstWithoutResult).FirstOrDefault(none => none is not null) is { } first)
        {
            json["error"] = SearchJson.Error(first.Why);
        }

        return json;
    }

    // Of architectures all of whose trainings have a result: one that diverged has no score to differ by.
    private static Reliability? ReliabilityOf(IReadOnlyList<RankedCandidate> ranked) =>
        Reliability.Of([.. ranked.Where(row => row.FirstWithoutResult is null).Select(row => row.Validations)]);

    private static JsonObject ToJson(Correlation correlation) =>
        new() { ["value"] = correlation.Value, ["low"] = correlation.Low, ["high"] = correlation.High };

    private static JsonObject? ToJson(Reliability? reliability) => reliability is null ? null : new()
    {
        ["architectures"] = reliability.Count,
        ["seeds"] = reliability.Seeds,
        ["withinSd"] = reliability.WithinSd,
        ["betweenSd"] = reliability.BetweenSd,
        ["intraclassCorrelation"] = reliability.Single,
        ["intraclassCorrelationOfMean"] = double.IsFinite(reliability.Mean) ? reliability.Mean : null,
        ["canRank"] = reliability.CanRank,
    };

    private static JsonNode ToJson(RankedCandidate row) => new JsonObject
    {
        ["architecture"] = row.Candidate.Tokens,
        ["source"] = row.From,
        ["shared"] = row.Candidate.Score,
        ["validation"] = row.Validation,
        ["test"] = row.Test,
        ["noResult"] = SearchJson.Of(row.FirstWithoutResult?.Why),
        ["folder"] = row.Trainings[0].Folder,
        ["trainingFingerprint"] = row.Trainings[0].Fingerprint,
        ["durationSeconds"] = Math.Round(row.Trainings.Sum(training => training.Duration.TotalSeconds), 1),
        ["trainings"] = new JsonArray([.. row.Trainings.Select((training, number) => (JsonNode)new JsonObject
        {
            ["seed"] = row.Job.Seed + (ulong)number,
            ["validation"] = training.State.Completed!.Score,
            ["test"] = training.State.Completed!.TestScore,
            ["folder"] = training.Folder,
            ["fingerprint"] = training.Fingerprint,
        })]),
    };
}
