using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Events;
using Enas.Pipeline.Messages;

namespace Enas.Host.Verbs.Export;

/// <summary>Adds the logs of many searches to one data set. Changes nothing of them, and nothing that the data set has.</summary>
internal static class DataSetVerb
{
    /// <summary>Whether several searches are named, or a folder of searches.</summary>
    public static async Task<bool> IsMeantAsync(string[] names) => names.Length > 1 || await FolderAsync(names[0]) is not null;

    public static async Task<int> RunAsync(string[] names, string? place, Terminal terminal)
    {
        var set = await PlaceAsync(place ?? throw new CommandLineException(
            "a data set of several searches needs a place: a folder or an address (s3://bucket/prefix) with --out"));
        var export = new DataSetExport(set);
        var (added, there, leftOut) = (new JsonArray(), new JsonArray(), new JsonArray());
        var damage = false;
        foreach (var search in await SearchesAsync(names))
        {
            try
            {
                var part = await export.AddAsync(
                    await SearchFolder.OpenAsync(search, StorageOptions.OfHost(), CancellationToken.None), CancellationToken.None);
                (part.Outcome switch { DataSetOutcome.Added => added, DataSetOutcome.There => there, _ => leftOut })
                    .Add(ToJson(search, set, part));
                Tell(search, part, terminal);
            }
            catch (LogDamagedException damaged)
            {
                damage = true;
                leftOut.Add(new JsonObject { ["search"] = search, ["why"] = damaged.Message });
                terminal.Line($"left out     {ForeignText.Shown(Place.NameOf(search))}: its log is damaged: {damaged.Message}");
            }
        }

        terminal.Line($"data set     {set.Location}: {added.Count} added, {there.Count} there before, {leftOut.Count} left out");
        terminal.Result(new JsonObject { ["dataSet"] = set.Location, ["added"] = added, ["there"] = there, ["leftOut"] = leftOut });
        return damage ? ExitCodes.Difference : ExitCodes.Done;
    }

    private static async Task<IDataSetPlace> PlaceAsync(string place)
    {
        var full = Surroundings.FullPlace(place);
        await OwnNames.RefuseAsync($"--out {ForeignText.Shown(place)}", Place.Combine(full, "events"));
        return StoreCatalog.FolderAt(full, StorageOptions.OfHost()) is { } folder ? new ObjectDataSet(folder) : new LocalDataSet(full);
    }

    /// <summary>The searches that are named or lie directly in a folder that is, each once.</summary>
    private static async Task<IReadOnlyList<string>> SearchesAsync(string[] names)
    {
        var found = new List<string>();
        foreach (var name in names)
        {
            found.AddRange(await FolderAsync(name) is { } folder ? await SearchLocator.UnderAsync(folder) : [SearchLocator.Find(name)]);
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The full name of a folder or an address that is no search and holds some; null for anything else.</summary>
    private static async Task<string?> FolderAsync(string name)
    {
        if (!StoreCatalog.IsAddress(name))
        {
            return name.Length > 0 && Surroundings.FullPath(name) is var path && Directory.Exists(path) && !SearchLocator.IsSearch(path)
                && SearchLocator.Under(path).Any() ? path : null;
        }

        var address = Surroundings.FullPlace(name);
        return StoreCatalog.AddressOf(address) is { Prefix.Length: > 0 } && await SearchLocator.IsSearchAsync(address) ? null
            : (await SearchLocator.UnderAsync(address)).Count > 0 ? address : null;
    }

    private static void Tell(string search, DataSetPart part, Terminal terminal)
    {
        var name = ForeignText.Shown(Place.NameOf(search));
        terminal.Line(part.Outcome switch
        {
            DataSetOutcome.Added => string.Create(CultureInfo.InvariantCulture,
                $"added        {name}: {Counted.Of(part.EventCount, "event")}, {part.ByteCount:N0} bytes"),
            DataSetOutcome.There => $"there        {name}",
            _ => $"left out     {name}: it is not complete, so its fingerprint still changes; it is added when it is",
        });
    }

    private static JsonObject ToJson(string search, IDataSetPlace set, DataSetPart part) => new()
    {
        ["search"] = search,
        ["fingerprint"] = part.Fingerprint,
        ["events"] = part.EventCount,
        ["file"] = part.Outcome == DataSetOutcome.Incomplete ? null : Place.Combine(set.Location, part.Key),
        ["bytes"] = part.ByteCount,
        ["why"] = part.Outcome == DataSetOutcome.Incomplete ? "it is not complete" : null,
    };
}
