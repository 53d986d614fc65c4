using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Report;
using Enas.Host.Searches;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Compare;

/// <summary>Compares searches. Changes nothing of them.</summary>
internal static class CompareVerb
{
    public static async Task<int> RunAsync(string[] names, string? file, bool force, bool all, Terminal terminal)
    {
        var output = file is null ? null : OutputFile.Named("--out", file, force);
        var paths = SearchLocator.FindAll(names, terminal);
        if (paths.Length < 2)
        {
            throw new CommandLineException("compare needs two different searches or more");
        }

        var searches = new List<ReportedSearch>();
        foreach (var path in paths)
        {
            searches.Add(await ReportedSearch.OpenAsync(path, RecoveryMode.Strict));
        }

        var comparison = new Comparison(searches);
        ComparisonText.Write(comparison, all, terminal);
        if (output is not null)
        {
            await output.WriteAsync(ComparisonPage.Write(comparison));
            terminal.Line($"wrote {file}");
        }

        terminal.Result(ToJson(comparison, file));
        return ExitCodes.Done;
    }

    private static JsonObject ToJson(Comparison comparison, string? file) => new()
    {
        ["searches"] = new JsonArray([.. comparison.Searches.Zip(comparison.Names).Select(one => (JsonNode)new JsonObject
        {
            ["search"] = one.First.Folder.Root,
            ["name"] = one.Second,
            ["status"] = one.First.Status,
            ["strategy"] = one.First.Job.Strategy.Kind,
            ["seed"] = one.First.Job.Seed,
            ["lastStep"] = one.First.Span.LastStep,
            ["bestReward"] = Comparison.Best(one.First),
            ["rewardAverage"] = Comparison.Average(one.First),
            ["kind"] = one.First.IsTraining ? JobOrigins.Train : JobOrigins.Search,
            ["measure"] = one.First.ChoiceMeasure.Name,
            ["better"] = one.First.ChoiceMeasure.Better,
            ["chosen"] = one.First.Result?.Tokens,
            ["score"] = one.First.Result?.Score,
            ["testScore"] = one.First.Result?.TestScore,
            ["policyMean"] = one.First.AgainstRandom?.Policy.Mean,
            ["randomMean"] = one.First.AgainstRandom?.Random.Mean,
            ["policyMedian"] = one.First.AgainstRandom?.Policy.Median,
            ["randomMedian"] = one.First.AgainstRandom?.Random.Median,
            ["randomBest"] = one.First.RandomBest,
            ["verdict"] = one.First.Verdict?.ToJson(),
            ["noResult"] = SearchJson.Of(one.First.NoResult),
            ["cost"] = CostText.ToJson(one.First.Costs),
            ["fingerprint"] = one.First.Fingerprint,
        })]),
        ["groups"] = new JsonArray([.. comparison.Groups.Select(group => (JsonNode)Roots(group.Members))]),
        ["seeds"] = new JsonArray([.. comparison.Groups.Zip(comparison.Summaries, (group, summary) => (JsonNode)OfGroup(group, summary))]),
        ["besideRandom"] = new JsonArray(
            [.. comparison.Sections.SelectMany(section => section.BesideRandom).Select(one => (JsonNode)one.ToJson())]),
        ["differences"] = Differences(comparison.Differences),
        ["groupDifferences"] = Differences(JobDifferences.BetweenGroups(comparison.Groups)),
        ["file"] = file,
    };

    private static JsonObject OfGroup(SearchGroup group, SeedSummary summary)
    {
        var figures = new GroupFigures(group);
        return new JsonObject
        {
            ["name"] = group.Name,
            ["strategy"] = group.Members[0].Search.Job.Strategy.Kind,
            ["counted"] = Roots(summary.Counted),
            ["measure"] = summary.IsTraining ? "score" : "bestReward",
            ["mean"] = summary.Counted.Count > 0 ? summary.Mean : null,
            ["deviation"] = summary.Counted.Count > 1 ? summary.Deviation : null,
            ["score"] = OfSpread(figures.Score),
            ["best"] = figures.Best,
            ["worst"] = figures.Worst,
            ["testScore"] = OfSpread(figures.Test),
            ["randomBest"] = OfSpread(figures.RandomBest),
            [$"policy{MiddleOf(group)}"] = OfSpread(figures.PolicyMiddle),
            [$"random{MiddleOf(group)}"] = OfSpread(figures.RandomMiddle),
            ["verdicts"] = Verdicts(group),
            ["incomplete"] = Roots(summary.Incomplete),
            ["words"] = new JsonArray([.. summary.Words.Select(word => (JsonNode)word)]),
            ["remarks"] = new JsonArray([.. GroupRemarks.Of(group).Select(word => (JsonNode)word)]),
        };
    }

    private static string MiddleOf(SearchGroup group) =>
        ScoredSet.MiddleName(group.Members[0].Search.CandidateMeasure) is var name
            ? char.ToUpperInvariant(name[0]) + name[1..] : name;

    private static JsonObject? Verdicts(SearchGroup group)
    {
        var counts = GroupRemarks.Verdicts(group);
        return counts.Count == 0 ? null : new JsonObject(counts.Select(one => new KeyValuePair<string, JsonNode?>(one.Name, one.Count)));
    }

    private static JsonObject? OfSpread(Spread spread) => spread.Count == 0 ? null : new JsonObject
    {
        ["count"] = spread.Count,
        ["mean"] = spread.Mean,
        ["deviation"] = spread.Count > 1 ? spread.Deviation : null,
        ["median"] = spread.Median,
        ["lowest"] = spread.Lowest,
        ["highest"] = spread.Highest,
    };

    private static JsonArray Differences(IReadOnlyList<(string Option, IReadOnlyList<string?> Values)> rows) =>
        new([.. rows.Select(row => (JsonNode)new JsonObject
        {
            ["option"] = row.Option,
            ["values"] = new JsonArray([.. row.Values.Select(value => value is null ? null : JsonNode.Parse(value))]),
        })]);

    private static JsonArray Roots(IEnumerable<NamedSearch> searches) => new([.. searches.Select(one => (JsonNode)one.Search.Folder.Root)]);
}
