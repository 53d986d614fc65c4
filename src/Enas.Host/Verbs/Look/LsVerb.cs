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

        var rows = new List<JsonObject>();
        foreach (var path in await SearchLocator.UnderAsync(root))
        {
            var row = await RowAsync(path);
            if (tags.Count == 0 || row["tags"] is JsonArray own && tags.All(tag => own.Any(one => (string?)one == tag)))
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
            foreach (var row in rows.Where(row => row["error"] is not null))
            {
                terminal.Line($"{ForeignText.Shown((string)row["name"]!)}: {(string)row["error"]!}");
            }
        }

        terminal.Result(new JsonObject { ["root"] = root, ["searches"] = new JsonArray([.. rows]) });
        return ExitCodes.Done;
    }

    private static async Task<JsonObject> RowAsync(string path)
    {
        try
        {
            var search = await RecordedSearch.GlanceAsync(path);
            return new JsonObject
            {
                ["search"] = path,
                ["name"] = search.Name,
                ["status"] = search.Status,
                ["kind"] = search.State.Started?.Kind,
                ["steps"] = search.State.StepCount,
                ["tags"] = new JsonArray([.. search.Job.Tags.Select(tag => (JsonNode)tag)]),
                ["best"] = SearchJson.Best(search.Job, search.State),
                ["noResult"] = SearchJson.Of(search.NoResult),
                ["fingerprint"] = search.Fingerprint,
                ["lastRecordedAt"] = search.Recorded?.Last.ToString("O", CultureInfo.InvariantCulture),
            };
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            var failure = ErrorMapping.Of(error);
            return Unreadable(path, failure.Lines[0]);
        }
    }

    private static JsonObject Unreadable(string path, string error) =>
        new() { ["search"] = path, ["name"] = Path.GetFileName(path), ["status"] = "unreadable", ["error"] = error };

    private static PeopleTable TableOf(IReadOnlyList<JsonObject> rows, Terminal terminal) => FittedTable.Of(
        terminal,
        ["search", "status", "kind", "steps", "best", "fingerprint", "last event (UTC)"],
        [.. rows.Select(row => (string[])
        [
            (string)row["name"]!,
            (string)row["status"]!,
            (string?)row["kind"] ?? "-",
            row["steps"]?.ToString() ?? "-",
            Best(row),
            ((string?)row["fingerprint"])?[..12] ?? "-",
            ((string?)row["lastRecordedAt"])?[..19].Replace('T', ' ') ?? "-",
        ])],
        "kind", "last event (UTC)", "fingerprint", "steps");

    private static string Best(JsonObject row) => (row["best"], row["noResult"]) switch
    {
        ({ } best, _) when (double?)best["score"] is { } score =>
            string.Create(CultureInfo.InvariantCulture, $"{(string)best["metric"]!} {score:0.000}"),
        (_, not null) => "not finite",
        _ => "-",
    };
}
