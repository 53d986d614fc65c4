using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Host.Statistics;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Verbs.Rank;

/// <summary>What a ranking says, to people and to programs.</summary>
internal static class RankReport
{
    /// <summary>For people.</summary>
    public static void Write(JobOptions job, IReadOnlyList<RankedCandidate> ranked, ProxyColumns proxies, Terminal terminal)
    {
        var measure = ScoreText.MeasureOf(job);
        string Score(double? score) => ScoreText.Of(measure, score);
        var scored = SpaceCatalog.SharesWeights(job) ? "shared" : "search";
        var name = ScoreText.NameOf(measure, ranked.Select(row => row.Place.Scored).OfType<CandidateScored>());
        var table = new PeopleTable(
            (string[])["from", $"{scored} {name}{ItemsOf(job, ranked)}", "trained alone", "its test", .. proxies.Heads, "architecture"])
        {
            LongestCell = ForeignText.MostOfALine
        };
        foreach (var row in ranked.OrderByDescending(row => row.Alone))
        {
            table.Row([row.Place.From, row.Place.Scored is { } known ? ScoreText.Of(measure, known) : "-",
                Score(row.Validation), Score(row.Test), .. proxies.Cells(row.Tokens), row.Tokens]);
        }

        terminal.Line();
        terminal.Draw(table);
        terminal.Line();
        var (chosen, random) = (ranked[0], ranked.Where(row => row.IsCounted).ToArray());
        var best = random.MaxBy(row => row.Alone);
        var middle = ScoredSet.MiddleName(measure);
        string Middle(Func<RankedCandidate, double?> score) =>
            random.Select(score).OfType<double>().ToArray() is not { Length: > 0 } known ? Score(null)
                : Score(middle == "median" ? Sample.Quantile(known, 0.5) : known.Average());
        terminal.Line($"alone        chosen {Score(chosen.Validation)}; {random.Length} "
            + $"random: {middle} {Middle(row => row.Validation)}, best {Score(best?.Validation)} (validation)");
        terminal.Line(
            $"test         chosen {Score(chosen.Test)}; random: {middle} "
            + $"{Middle(row => row.Test)}, best by validation {Score(best?.Test)}");
        foreach (var row in ranked.Where(row => row.Place.Scored is null))
        {
            terminal.Line($"reference    {row.Place.From} {Score(row.Validation)}, test {Score(row.Test)}");
        }

        foreach (var (training, why) in ranked.Select(row => row.FirstWithoutResult).OfType<(RunOutcome, NoResult)>())
        {
            terminal.Line($"left out     {Path.GetFileName(training.Folder)}: {why.Words}");
        }

        foreach (var (number, words) in FidelityOf(ranked).Words(ShareFidelity.ScoresOf(job)).Index())
        {
            terminal.Line($"{(number == 0 ? "correlation" : string.Empty),-12} {words}");
        }

        if (CorrectedSpearman(ranked) is { } corrected)
        {
            terminal.Line($"             {corrected.Words}");
        }

        foreach (var agreement in AgreementsOf(ranked, proxies))
        {
            terminal.Line($"proxy        {agreement.Words}");
        }

        if (ReliabilityOf(ranked, row => row.Validations) is { } reliability)
        {
            terminal.Line($"reliability  {reliability.Words(difference => ScoreText.Difference(measure, difference))}");
            terminal.Line($"             {reliability.Verdict}");
        }

        if (ReliabilityOf(ranked, row => row.Losses) is { } ofLoss)
        {
            terminal.Line($"of the loss  {ofLoss.Words(nats => string.Create(CultureInfo.InvariantCulture, $"{nats:0.0000} nats"))}");
        }
    }

    /// <summary>For programs.</summary>
    public static JsonObject ToJson(RecordedSearch search, IReadOnlyList<RankedCandidate> ranked, ProxyColumns proxies)
    {
        var json = new JsonObject(
        [
            new("search", search.Folder.Root),
            new("fingerprint", search.Fingerprint),
            new("seeds", ranked[0].Trainings.Count),
            .. FidelityOf(ranked).Fields,
            new("spearmanWithoutNoise", CorrectedSpearman(ranked)?.Value),
            new("reliability", ReliabilityOf(ranked, row => row.Validations)?.ToJson()),
            new("reliabilityOfLoss", ReliabilityOf(ranked, row => row.Losses)?.ToJson()),
            new("proxies", proxies.Proxies.Count == 0 ? null
                : new JsonArray([.. AgreementsOf(ranked, proxies).Select(one => (JsonNode)one.ToJson())])),
            new("architectures", new JsonArray([.. ranked.Select(row => ToJson(row, proxies))])),
        ]);
        if (ranked.Select(row => row.FirstWithoutResult).FirstOrDefault(none => none is not null) is { } first)
        {
            json["error"] = SearchJson.Error(first.Why);
        }

        return json;
    }

    // Not that of the whole set, which only the best of the candidates have.
    private static string ItemsOf(JobOptions job, IReadOnlyList<RankedCandidate> ranked) =>
        ranked.Select(row => row.Place.Scored).FirstOrDefault(scored => scored is { IsWhole: false }) is { } screened
            ? string.Create(CultureInfo.InvariantCulture,
                $" on {screened.TokenCount / screened.Checkpoints:N0} {SpaceCatalog.Of(job).ScoredItems}") : string.Empty;

    private static ShareFidelity FidelityOf(IReadOnlyList<RankedCandidate> ranked) =>
        ShareFidelity.Of([.. ranked.Where(row => row.IsCounted).Select(row => row.SharedAndAlone)]);

    private static CorrectedCorrelation? CorrectedSpearman(IReadOnlyList<RankedCandidate> ranked) =>
        FidelityOf(ranked).Spearman.Value is { } observed
            ? ReliabilityOf(ranked, row => row.Validations)?.WithoutNoise(observed) : null;

    // Of the random ones alone, as the correlation: a choice and a network that people designed are no sample of what architectures
    // differ by. And of those all of whose trainings have a result: one that diverged has no score to differ by.
    private static Reliability? ReliabilityOf(
        IReadOnlyList<RankedCandidate> ranked, Func<RankedCandidate, IReadOnlyList<double>> scores) =>
        Reliability.Of([.. ranked.Where(row => row.IsCounted).Select(scores)]);

    // Of random ones, as the correlation with the scores of the search.
    private static IReadOnlyList<ProxyAgreement> AgreementsOf(IReadOnlyList<RankedCandidate> ranked, ProxyColumns proxies) =>
        proxies.Agreements(ranked.Where(row => row.IsCounted).Select(row => (row.Tokens, row.Alone)));

    private static JsonNode ToJson(RankedCandidate row, ProxyColumns proxies) => new JsonObject
    {
        ["architecture"] = row.Tokens,
        ["source"] = row.Place.Scored is null ? "reference" : row.Place.From,
        ["name"] = row.Place.Scored is null ? row.Place.From : null,
        ["shared"] = row.Score,
        ["validation"] = row.Validation,
        ["test"] = row.Test,
        ["proxies"] = proxies.ToJson(row.Tokens),
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
