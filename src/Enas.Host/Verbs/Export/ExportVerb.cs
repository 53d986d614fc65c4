using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Host.Settings;
using Enas.Host.Verbs.Audit;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Replay;
using Enas.Storage;

namespace Enas.Host.Verbs.Export;

/// <summary>What <c>enas export</c> was asked.</summary>
internal sealed record ExportArguments(ExportFormat Format, RecoveryMode Recovery, string? File, bool IsForced);

/// <summary>Exports a log. Changes nothing of it.</summary>
internal static class ExportVerb
{
    public static async Task<int> RunAsync(string name, ExportArguments arguments, Terminal terminal)
    {
        var folder = await SearchFolder.OpenAsync(SearchLocator.Find(name), HostSettings.Read().Storage, CancellationToken.None);
        var output = OutputFile.NamedOr(arguments.File, Place.Combine(folder.Export, Name(arguments)), arguments.IsForced);
        ExportResult? result = null;
        await output.WriteAsync(async staged =>
            result = await LogExport.RunAsync(folder, arguments.Format, arguments.Recovery, staged, CancellationToken.None));
        result = result! with { File = output.FullName };
        Write(folder, arguments, result, terminal);
        terminal.Result(ToJson(folder, arguments, result));

        // What was asked is done; that the log is damaged is still so.
        return result.Log.Damage is null ? ExitCodes.Done : ExitCodes.Difference;
    }

    private static string Name(ExportArguments arguments)
    {
        var mode = arguments.Recovery == RecoveryMode.Strict ? string.Empty : $"-{CommandParts.NameOf(arguments.Recovery)}";
        var extension = arguments.Format switch { ExportFormat.Csv => "csv", ExportFormat.JsonLines => "jsonl", _ => "parquet" };
        return $"events{mode}.{extension}";
    }

    private static void Write(SearchFolder folder, ExportArguments arguments, ExportResult result, Terminal terminal)
    {
        var log = result.Log;
        terminal.Line($"{Path.GetFileName(folder.Root)}: {Count(log.EventCount)} "
            + $"events of {Counted.Of(log.SegmentCount, "segment")} in {result.File}, {Count(result.ByteCount)} bytes");
        if (log.Damage is { } damage)
        {
            terminal.Line($"damage       the log is damaged: {damage.Message}");
            var ranges = log.Ranges.Select(range => $"events {Count(range.FirstSequence)} to {Count(range.LastSequence)}");
            terminal.Line($"left out     all but {string.Join(", ", ranges)}");
        }

        terminal.Line($"event head   {log.EventHead}");
        terminal.Line($"fingerprint  {log.FactHead}");
        terminal.Line(arguments.Format == ExportFormat.Parquet
            ? "verified     the file was read back: every hash follows, and it leads to these heads"
            : "verified     as it was read from the log; the file carries its hashes, but was not read back");
    }

    private static JsonObject ToJson(SearchFolder folder, ExportArguments arguments, ExportResult result) => new()
    {
        ["search"] = folder.Root,
        ["file"] = result.File,
        ["bytes"] = result.ByteCount,
        ["events"] = result.Log.EventCount,
        ["segments"] = result.Log.SegmentCount,
        ["eventHead"] = result.Log.EventHead,
        ["fingerprint"] = result.Log.FactHead,
        ["readBack"] = arguments.Format == ExportFormat.Parquet,
        ["recovery"] = CommandParts.NameOf(arguments.Recovery),
        ["damage"] = result.Log.Damage is { } damage ? AuditJson.Of(damage) : null,
        ["ranges"] = new JsonArray(
            [.. result.Log.Ranges.Select(range => (JsonNode)new JsonArray(range.FirstSequence, range.LastSequence))]),
    };

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
