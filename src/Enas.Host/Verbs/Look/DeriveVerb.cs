using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Verbs.Look;

/// <summary>Shows the scored candidates as the log has them. Scores nothing and writes nothing.</summary>
internal static class DeriveVerb
{
    public static async Task<int> RunAsync(string name, Terminal terminal)
    {
        var search = await RecordedSearch.OpenAsync(SearchLocator.Find(name));
        CandidateScored[] rows = [.. search.State.Candidates.OrderBy(c => c.Rank).ThenBy(c => c.Source, StringComparer.Ordinal).ThenBy(c => c.Ordinal)];
        var (none, comparison) = (search.NoResult, RandomComparison.Of(search.Job, search.State));
        if (rows.Length == 0)
        {
            terminal.Line($"{search.Name} has scored no candidate yet: that is done when its steps are done");
        }
        else
        {
            terminal.Draw(Draw(rows, none is null ? search.State.Completed?.Tokens : null, search.Job.Space.Kind));
        }

        foreach (var words in none is null ? comparison?.Sentences ?? [] : [none.Words])
        {
            terminal.Line(words);
        }

        terminal.Result(new JsonObject
        {
            ["search"] = search.Folder.Root,
            ["rule"] = search.State.Completed?.Rule,
            ["chosen"] = none is null ? search.State.Completed?.Tokens : null,
            ["policy"] = SearchJson.Policy(comparison),
            ["random"] = SearchJson.Random(comparison),
            ["noResult"] = SearchJson.Of(none),
            ["candidates"] = new JsonArray([.. rows.Select(ToJson)]),
        });
        return ExitCodes.Done;
    }

    private static PeopleTable Draw(CandidateScored[] rows, string? chosen, string spaceKind)
    {
        var table = new PeopleTable(ScoreText.Measure(spaceKind), "from", "number", "architecture", "");
        foreach (var row in rows)
        {
            var mark = row.Source == "policy" && row.Tokens == chosen ? "chosen" : string.Empty;
            table.Row(ScoreText.Of(spaceKind, row), row.Source, row.Ordinal.ToString(CultureInfo.InvariantCulture), row.Tokens, mark);
        }

        return table;
    }

    private static JsonNode ToJson(CandidateScored row) => new JsonObject
    {
        ["architecture"] = row.Tokens,
        ["source"] = row.Source,
        ["ordinal"] = row.Ordinal,
        ["perplexity"] = row.Perplexity,
        ["accuracy"] = row.Accuracy,
        [row.Accuracy is null ? "tokens" : "images"] = row.TokenCount,
    };
}
