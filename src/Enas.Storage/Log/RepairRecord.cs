using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Enas.Pipeline.Events;

namespace Enas.Storage.Log;

/// <summary>A file that a repair moves aside.</summary>
/// <param name="File">Where it stood, path within the search with '/'.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hexadecimal; empty for a folder.</param>
/// <param name="ByteCount">Its size.</param>
internal sealed record QuarantinedFile(string File, string Sha256, long ByteCount);

/// <summary>What a repair took out of a log, so far as that can still be read.</summary>
/// <param name="Events">Events that could be counted; segments that cannot be decoded are not among them.</param>
/// <param name="Undecodable">Segments that cannot be decoded, or are missing.</param>
/// <param name="FirstStep">First step that is no longer in the log; null when no step is lost for certain.</param>
/// <param name="LastStep">Last step that could still be read; null when none could.</param>
internal sealed record LostEvents(long Events, long Undecodable, long? FirstStep, long? LastStep)
{
    /// <summary>Whether a later step than <see cref="LastStep"/> may be lost too.</summary>
    public bool MayBeMore => Undecodable > 0;
}

/// <summary>
/// One repair: what it moved where and why. It stands as <c>repair.json</c> beside what was moved, and as <c>repaired</c> events in the
/// log, where several hundred files take several events.
/// </summary>
/// <param name="Quarantine">The folder, path within the search with '/'.</param>
/// <param name="Reason">The first damage in words.</param>
/// <param name="KeptThrough">The last event that stayed; -1 when none did.</param>
/// <param name="Lost">What is no longer in the log.</param>
/// <param name="Files">What was moved.</param>
/// <param name="AbsentCheckpoints">Checkpoints that events name and that were not there or are not any more, so that no later audit asks
/// for them.</param>
internal sealed record RepairRecord(
    string Quarantine, string Reason,
        long KeptThrough, LostEvents Lost, IReadOnlyList<QuarantinedFile> Files, IReadOnlyList<string> AbsentCheckpoints)
{
    internal const string EventType = "repaired";

    // About 150 bytes each, in a text of at most 1 MiB.
    private const int FilesPerEvent = 2000;

    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes of <c>repair.json</c>.</summary>
    internal byte[] ToBytes() => Write(this, 1, 1);

    /// <summary>The <c>repaired</c> events, to follow an event.</summary>
    internal IReadOnlyList<LogRow> ToRows(LogRow last)
    {
        var parts = Files.Count == 0 ? [[]] : Files.Chunk(FilesPerEvent).ToArray();
        return [.. parts.Select((files, index) => new LogRow
        {
            Step = last.Step,
            Phase = Phases.Host,
            Epoch = last.Epoch,
            EventType = EventType,
            SchemaVersion = 1,
            IsFact = false,
            Facts = "{}",
            Observations = Encoding.UTF8.GetString(
                Write(this with { Files = files, AbsentCheckpoints = index == 0 ? AbsentCheckpoints : [] }, index + 1, parts.Length)),
        })];
    }

    /// <summary>What a <c>repaired</c> event says; of one that is malformed nothing.</summary>
    internal static RepairRecord FromRow(LogRow row) =>
        TryParse(Encoding.UTF8.GetBytes(row.Observations)) ?? new("", "", -1, new(0, 0, null, null), [], []);

    /// <summary>Reads a <c>repair.json</c>; null when it is malformed.</summary>
    internal static RepairRecord? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var lost = root.GetProperty("lost");
            return new RepairRecord(
                root.GetProperty("quarantine").GetString()!,
                root.GetProperty("reason").GetString()!,
                root.GetProperty("kept_through").GetInt64(),
                new LostEvents(lost.GetProperty("events").GetInt64(),
                    lost.GetProperty("undecodable").GetInt64(), Optional(lost, "first_step"), Optional(lost, "last_step")),
                [.. root.GetProperty("files").EnumerateArray().Select(file => new QuarantinedFile(
                    file.GetProperty("file").GetString()!, file.GetProperty("sha256").GetString()!, file.GetProperty("bytes").GetInt64()))],
                [.. root.GetProperty("absent_checkpoints").EnumerateArray().Select(name => name.GetString()!)]);
        }
        catch (Exception malformed) when (malformed is JsonException
            or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static byte[] Write(RepairRecord record, int part, int parts)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_json))
        {
            json.WriteStartObject();
            json.WriteString("quarantine", record.Quarantine);
            json.WriteNumber("part", part);
            json.WriteNumber("parts", parts);
            json.WriteString("reason", record.Reason);
            json.WriteNumber("kept_through", record.KeptThrough);
            Write(json, record.Lost);
            json.WriteStartArray("files");
            foreach (var file in record.Files)
            {
                json.WriteStartObject();
                json.WriteString("file", file.File);
                json.WriteString("sha256", file.Sha256);
                json.WriteNumber("bytes", file.ByteCount);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("absent_checkpoints");
            record.AbsentCheckpoints.ToList().ForEach(json.WriteStringValue);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, LostEvents lost)
    {
        json.WriteStartObject("lost");
        json.WriteNumber("events", lost.Events);
        json.WriteNumber("undecodable", lost.Undecodable);
        if (lost.FirstStep is { } first)
        {
            json.WriteNumber("first_step", first);
        }

        if (lost.LastStep is { } last)
        {
            json.WriteNumber("last_step", last);
        }

        json.WriteEndObject();
    }

    private static long? Optional(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetInt64() : null;
}
