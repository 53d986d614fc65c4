using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Report;
using Enas.Host.Searches;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Compare;

/// <summary>Compares searches. Changes nothing of them.</summary>
internal static class CompareVerb
{
    public static async Task<int> RunAsync(string[] names, string? file, bool force, Terminal terminal)
    {
        var output = file is null ? null : OutputFile.Named("--out", file, force);
        string[] paths = [.. names.Select(name => SearchLocator.Find(name)).Distinct(StringComparer.Ordinal)];
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
        Write(comparison, terminal);
        if (output is not null)
        {
            await output.WriteAsync(ComparisonPage.Write(comparison));
            terminal.Line($"wrote {file}");
        }

        terminal.Result(ToJson(comparison, file));
        return ExitCodes.Done;
    }

    private static void Write(Comparison comparison, Terminal terminal)
    {
        foreach (var section in comparison.Sections)
        {
            if (section != comparison.Sections[0])
            {
                terminal.Line();
            }

            terminal.Line(section.Title);
            terminal.Draw(Table(section.Head, section.Rows));
            foreach (var word in section.Summaries.SelectMany(summary => summary.Words).Concat(section.Members.SelectMany(Better)))
            {
                terminal.Line(word);
            }
        }

        if (comparison.Differences.Count > 0)
        {
            terminal.Draw(Table(["option", .. comparison.Names],
                comparison.Differences.Select(row => (IReadOnlyList<string>)[row.Option, .. row.Values.Select(value => value ?? "-")])));
        }

        foreach (var word in comparison.Missing)
        {
            terminal.Line(word);
        }
    }

    private static IEnumerable<string> Better(NamedSearch one) =>
        one.Search.AgainstRandom is { } random
            ? random.Lines.Where(line => line.Label is "" or "moved").Select(line => $"{one.Name}: {line.Words}") : [];

    private static PeopleTable Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new PeopleTable(head);
        foreach (var row in rows)
        {
            table.Row(row);
        }

        return table;
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
            ["measure"] = one.First.HasAccuracy ? "accuracy" : "perplexity",
            ["better"] = one.First.HasAccuracy ? "higher" : "lower",
            ["chosen"] = one.First.Result?.Tokens,
            ["score"] = one.First.Result?.Score,
            ["testScore"] = one.First.Result?.TestScore,
            ["policyMean"] = one.First.AgainstRandom?.Policy.Mean,
            ["randomMean"] = one.First.AgainstRandom?.Random.Mean,
            ["randomBest"] = one.First.AgainstRandom?.Random.Best,
            ["noResult"] = SearchJson.Of(one.First.NoResult),
            ["fingerprint"] = one.First.Fingerprint,
        })]),
        ["groups"] = new JsonArray([.. comparison.Groups.Select(group => (JsonNode)Roots(group.Members))]),
        ["seeds"] = new JsonArray([.. comparison.Summaries.Select(summary => (JsonNode)new JsonObject
        {
            ["counted"] = Roots(summary.Counted),
            ["measure"] = summary.IsTraining ? "score" : "bestReward",
            ["mean"] = summary.Counted.Count > 0 ? summary.Mean : null,
            ["deviation"] = summary.Counted.Count > 1 ? summary.Deviation : null,
            ["incomplete"] = Roots(summary.Incomplete),
            ["words"] = new JsonArray([.. summary.Words.Select(word => (JsonNode)word)]),
        })]),
        ["differences"] = new JsonArray([.. comparison.Differences.Select(row => (JsonNode)new JsonObject
        {
            ["option"] = row.Option,
            ["values"] = new JsonArray([.. row.Values.Select(value => value is null ? null : JsonNode.Parse(value))]),
        })]),
        ["file"] = file,
    };

    private static JsonArray Roots(IEnumerable<NamedSearch> searches) => new([.. searches.Select(one => (JsonNode)one.Search.Folder.Root)]);
}
