using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Readings;
using Enas.Host.Searches;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;

namespace Enas.Host.Verbs.Look;

/// <summary>Ranks the architectures that got rewards. Writes nothing.</summary>
internal static class TopVerb
{
    public static async Task<int> RunAsync(string name, int count, Terminal terminal)
    {
        if (count < 1)
        {
            throw new CommandLineException($"-k {count}: allowed are numbers from 1");
        }

        var rewards = new ArchitectureRewards();
        var search = await RecordedSearch.OpenAsync(SearchLocator.Find(name), rewards);
        var rows = rewards.Ranked.Take(count).ToArray();
        var isPerplexity = SpaceCatalog.RewardedMeasureOf(search.Job) == Measure.Perplexity;
        if (rows.Length == 0)
        {
            terminal.Line($"{search.Name} has no reward{Why(search)}");
        }
        else
        {
            terminal.Draw(Draw(rows, isPerplexity,
                CostColumns.Of(search.Job, search.State.ArchitectureCosts, rows.Select(row => row.Tokens))));
        }

        terminal.Result(new JsonObject
        {
            ["search"] = search.Folder.Root,
            ["architectures"] = new JsonArray([.. rows.Select(row => ToJson(row, isPerplexity, search.State))]),
        });
        return ExitCodes.Done;
    }

    private static string Why(RecordedSearch search) => search switch
    {
        { State.Started.Kind: JobOrigins.Train } => ": a final training samples nothing",
        { NoResult: { } none } => $": {none.Words}",
        { State.Completed: not null } => ": no policy step ended with one",
        _ => " yet",
    };

    private static PeopleTable Draw(RewardedArchitecture[] rows, bool isPerplexity, CostColumns costs)
    {
        // The reward of images is their accuracy or made of it, so there is no second measure to show.
        var hasPerplexity = isPerplexity && rows.Any(row => row.BestMetric is not null);
        var table = new PeopleTable(["#", "reward", "mean", .. hasPerplexity
            ? ["perplexity"] : Array.Empty<string>(), .. costs.Heads, "times", "first step", "architecture"])
        { LongestCell = ForeignText.MostOfALine };
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            string[] perplexity = hasPerplexity ? [row.BestMetric is { } value ? Number(value) : string.Empty] : [];
            table.Row(
                [Whole(i + 1), Number(row.Best), Number(row.Mean), .. perplexity, .. costs.Cells(row.Tokens), Whole(row.Times),
                    Whole(row.FirstStep), row.Tokens]);
        }

        return table;
    }

    private static JsonNode ToJson(RewardedArchitecture row, bool isPerplexity, SearchState state) => new JsonObject
    {
        ["architecture"] = row.Tokens,
        ["reward"] = row.Best,
        ["meanReward"] = row.Mean,
        ["perplexity"] = isPerplexity ? row.BestMetric : null,
        ["times"] = row.Times,
        ["firstStep"] = row.FirstStep,
        ["costs"] = CostColumns.ToJson(state.ArchitectureCosts, row.Tokens),
    };

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);
}
