using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Report;
using Enas.Host.Searches;
using Enas.Storage;

namespace Enas.Host.Verbs.Report;

/// <summary>Writes the page of a search. Changes nothing of the search.</summary>
internal static class ReportVerb
{
    /// <summary>Writes it.</summary>
    /// <param name="name">The search.</param>
    /// <param name="recovery">How damage is met.</param>
    /// <param name="file">Where to; null for the search's export folder.</param>
    /// <param name="force">Whether a page that is there is replaced.</param>
    /// <param name="terminal">Where it is said.</param>
    /// <param name="known">The choice beside a known network, a sentence each; null where there is none.</param>
    public static async Task<int> RunAsync(
        string name, RecoveryMode recovery, string? file, bool force, Terminal terminal, IReadOnlyList<string>? known = null)
    {
        var search = await ReportedSearch.OpenAsync(SearchLocator.Find(name), recovery);
        var output = OutputFile.NamedOr(file, Place.Combine(search.Folder.Export, "report.html"), force);
        var path = output.FullName;
        var standAlone = await StandAloneScores.OfAsync(search);
        var html = ReportPage.Write(search, standAlone, known ?? []);
        await output.WriteAsync(html);
        string[] missing = [.. ReportPage.Missing(search)];
        foreach (var word in missing)
        {
            terminal.Line(word);
        }

        terminal.Line(
            string.Create(CultureInfo.InvariantCulture, $"wrote {path}, {output.ByteCount:N0} bytes; it needs nothing beside it"));
        terminal.Result(new JsonObject
        {
            ["search"] = search.Folder.Root,
            ["status"] = search.Status,
            ["file"] = path,
            ["events"] = search.EventCount,
            ["fingerprint"] = search.Fingerprint,
            ["policy"] = SearchJson.Policy(search.AgainstRandom),
            ["random"] = SearchJson.Random(search.AgainstRandom),
            ["verdict"] = search.Verdict?.ToJson(),
            ["standAlone"] = standAlone.ToJson(),
            ["damage"] = search.Damage,
            ["missing"] = new JsonArray([.. missing.Select(word => (JsonNode)word)]),
        });
        return search.Damage is null ? ExitCodes.Done : ExitCodes.Difference;
    }
}
