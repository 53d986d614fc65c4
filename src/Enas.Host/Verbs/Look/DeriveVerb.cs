using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Verbs.Look;

/// <summary>Shows the scored candidates as the log has them. Scores nothing and writes nothing.</summary>
internal static class DeriveVerb
{
    public static async Task<int> RunAsync(string name, int? count, Terminal terminal)
    {
        var search = await RecordedSearch.OpenAsync(SearchLocator.Find(name));
        CandidateScored[] rows =
            [.. StagedScores.Farthest(search.State.Screened, search.State.Candidates,
                new CandidateOrder(search.Job, search.State.ArchitectureCosts)).Take(count ?? int.MaxValue)];
        var (none, comparison) = (search.NoResult, RandomComparison.Of(search.Job, search.State));
        if (HeldFinals.Of(search.Job, search.State) is { } finals)
        {
            WriteFinals(finals, ScoreText.MeasureOf(search.Job), terminal);
        }

        if (rows.Length == 0)
        {
            terminal.Line($"{search.Name} has scored no candidate yet: that is done when its steps are done");
        }
        else
        {
            terminal.Draw(Draw(search.Job, rows, none is null
                ? search.State.Completed?.Tokens : null, search.State.Started?.Kind == JobOrigins.Train,
                CostColumns.Of(search.Job, search.State.ArchitectureCosts, rows.Select(row => row.Tokens))));
        }

        if (StagedScores.Done(search.State.Screened, search.State.Candidates) is { } stages)
        {
            terminal.Line($"Scored: {stages}. Each candidate stands with the score of the last stage that it came to.");
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
            ["randomBest"] = RandomBest.Of(search.Job, search.State),
            ["verdict"] = RandomComparison.VerdictOf(search.Job, search.State)?.ToJson(),
            ["noResult"] = SearchJson.Of(none),
            ["finals"] = HeldFinals.Of(search.Job, search.State)?.ToJson(),
            ["proxies"] = ProxyWords.Of(search.Job, search.State).ToJson(),
            ["candidates"] = new JsonArray([.. rows.Select(row => ToJson(row, search.State))]),
        });
        return ExitCodes.Done;
    }

    private static void WriteFinals(HeldFinals finals, Measure measure, Terminal terminal)
    {
        terminal.Line("Finals, trained alone; the best of the last rung is chosen:");
        var table = new PeopleTable([.. finals.Heads(measure)]) { LongestCell = ForeignText.MostOfALine };
        foreach (var row in finals.Rows(measure))
        {
            table.Row(row);
        }

        terminal.Draw(table);
        foreach (var agreement in finals.ProxyAgreements())
        {
            terminal.Line(agreement.Words);
        }
    }

    private static PeopleTable Draw(
        JobOptions job, CandidateScored[] rows, string? chosen, bool isTraining, CostColumns costs)
    {
        var measure = ScoreText.MeasureOf(job);
        var isStaged = rows.Any(row => row.Stage is not null);
        string[] head = [ScoreText.NameOf(measure, rows), .. isStaged ? (string[])["stage"] : [],
            "from", isTraining ? "epoch" : "number", .. costs.Heads, "architecture", ""];
        var table = new PeopleTable(head) { LongestCell = ForeignText.MostOfALine };
        foreach (var row in rows)
        {
            var mark = row.Tokens == chosen && (isStaged || row.Source == CandidateSources.Policy) ? "chosen" : string.Empty;
            table.Row([ScoreText.Of(measure, row), .. isStaged ? (string[])[row.Stage!] : [],
                OwnCandidates.Shown(job, row.Source), Number(row, isTraining), .. costs.Cells(row.Tokens), row.Tokens, mark]);
        }

        return table;
    }

    // People count epochs from 1; the test set is measured once, after all of them.
    private static string Number(CandidateScored row, bool isTraining) =>
        isTraining && row.Source == CandidateSources.Test ? "-"
            : (row.Ordinal + (isTraining ? 1 : 0)).ToString(CultureInfo.InvariantCulture);

    private static JsonNode ToJson(CandidateScored row, SearchState state) => new JsonObject
    {
        ["architecture"] = row.Tokens,
        ["source"] = row.Source,
        ["stage"] = row.Stage,
        ["ordinal"] = row.Ordinal,
        ["perplexity"] = row.Perplexity,
        ["accuracy"] = row.Accuracy,
        [row.CountedIn] = row.TokenCount,
        ["costs"] = CostColumns.ToJson(state.ArchitectureCosts, row.Tokens),
    };
}
