using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Messages;

namespace Enas.Host.Verbs.Look;

/// <summary>Lists the searches under a folder; a damaged one is listed as such and hides no other. Writes nothing.</summary>
internal static class LsVerb
{
    public static async Task<int> RunAsync(string? given, IReadOnlyList<string> tags, string standard, Terminal terminal)
    {
        var root = Surroundings.FullPlace(given ?? standard);
        var isFar = StoreCatalog.IsAddress(root);
        if (given is not null && !isFar && !Directory.Exists(root))
        {
            throw new NotFoundException($"there is no folder {root}");
        }

        if (given is not null && StoreCatalog.AddressOf(root) is not { Prefix.Length: 0 } && await SearchLocator.IsSearchAsync(root))
        {
            throw new CommandLineException($"{ForeignText.Shown(given)} is a search "
                + $"itself; ls lists those in a folder: {CommandText.Of("show", CommandText.PathFromHere(root))}");
        }

        var rows = new List<ListedSearch>();
        foreach (var path in await SearchLocator.UnderAsync(root))
        {
            var row = await RowAsync(path);
            if (tags.Count == 0 || row.Json["tags"] is JsonArray own && tags.All(tag => own.Any(one => (string?)one == tag)))
            {
                rows.Add(row);
            }
        }

        rows.AddRange((tags.Count == 0 && !isFar ? SearchLocator.Closed(root) : [])
            .Select(path => Unreadable(path, $"{path} cannot be opened: permission denied")));
        if (rows.Count == 0)
        {
            terminal.Line(tags.Count > 0 ? $"no search under {root} has {(tags.Count == 1 ? "the tag" : "all the tags")} "
                + $"{string.Join(", ", tags.Select(tag => ForeignText.Shown(tag)))}"
                : $"no search under {root}; start one with: {CommandText.Of("demo")}");
        }
        else
        {
            terminal.Draw(TableOf(rows, terminal));
            foreach (var row in rows.Select(row => row.Json).Where(row => row["error"] is not null))
            {
                terminal.Line($"{ForeignText.Shown((string)row["name"]!)}: {(string)row["error"]!}");
            }
        }

        terminal.Result(new JsonObject { ["root"] = root, ["searches"] = new JsonArray([.. rows.Select(row => row.Json)]) });
        return ExitCodes.Done;
    }

    private static async Task<ListedSearch> RowAsync(string path)
    {
        try
        {
            var search = await RecordedSearch.GlanceAsync(path);
            var (best, none) = (SearchJson.Best(search.Job, search.State), search.NoResult);
            return new(new JsonObject
            {
                ["search"] = path,
                ["name"] = search.Name,
                ["status"] = search.Status,
                ["kind"] = search.State.Started?.Kind,
                ["steps"] = search.State.StepCount,
                ["tags"] = new JsonArray([.. search.Job.Tags.Select(tag => (JsonNode)tag)]),
                ["best"] = best,
                ["noResult"] = SearchJson.Of(none),
                ["fingerprint"] = search.Fingerprint,
                ["lastRecordedAt"] = search.Recorded?.Last.ToString("O", CultureInfo.InvariantCulture),
            }, none?.Short ?? (best is null ? "-" : Best(search, best)));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            var failure = ErrorMapping.Of(error);
            return Unreadable(path, failure.Lines[0]);
        }
    }

    private static ListedSearch Unreadable(string path, string error) => new(
        new() { ["search"] = path, ["name"] = Path.GetFileName(path), ["status"] = SearchStatus.Unreadable, ["error"] = error }, "-");

    private static PeopleTable TableOf(IReadOnlyList<ListedSearch> rows, Terminal terminal) => FittedTable.Of(
        terminal,
        ["search", "status", "kind", "steps", "best", "fingerprint", "last event (UTC)"],
        [.. rows.Select(listed => (Row: listed.Json, listed.Best)).Select(listed => (string[])
        [
            (string)listed.Row["name"]!,
            (string)listed.Row["status"]!,
            (string?)listed.Row["kind"] ?? "-",
            listed.Row["steps"]?.ToString() ?? "-",
            listed.Best,
            ((string?)listed.Row["fingerprint"])?[..12] ?? "-",
            ((string?)listed.Row["lastRecordedAt"])?[..19].Replace('T', ' ') ?? "-",
        ])],
        "kind", "last event (UTC)", "fingerprint", "steps");

    // Before the end that is a reward, which has no unit; then a score, in the words of its measure.
    private static string Best(RecordedSearch search, JsonObject best)
    {
        var score = (double?)best["score"];
        if (search.State.Completed is not { } completed)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{(string)best["metric"]!} {score:0.000}");
        }

        var measure = completed.Reported?.Measure ?? ScoreText.MeasureOf(search.Job);
        return $"{measure} {ScoreText.Of(measure, score)}";
    }

    /// <summary>A search of the list.</summary>
    /// <param name="Json">It for programs.</param>
    /// <param name="Best">The best of it for people.</param>
    private sealed record ListedSearch(JsonObject Json, string Best);
}
