using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Enas.Pipeline.Events;

namespace Enas.Storage.Log;

/// <summary>The two operational events that the log itself writes.</summary>
internal static class HostEvents
{
    public const string WriterOpened = "writer-opened";
    public const string WriterClosed = "writer-closed";

    private const string BackendField = "backend";
    private const string VerifiedThroughField = "verified_through";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The event of an opening. The identity of the writer makes its bytes unlike those of any other writer.</summary>
    public static LogRow Opened(
        WriterDescription writer, long epoch,
            long verifiedThrough, IReadOnlyList<KeyValuePair<string, string>> jobDigests, CommittedRow? last) =>
        Row(WriterOpened, last, json =>
        {
            json.WriteNumber("epoch", epoch);
            json.WriteNumber(VerifiedThroughField, verifiedThrough);
            json.WriteString("writer_id", Guid.NewGuid().ToString("N"));
            json.WriteString("host", Environment.MachineName);
            json.WriteNumber("process_id", Environment.ProcessId);
            json.WriteString("product_version", writer.ProductVersion);
            foreach (var (name, digest) in jobDigests)
            {
                json.WriteString(name, digest);
            }

            json.WriteStartObject(BackendField);
            foreach (var (name, value) in writer.Backend)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        });

    /// <summary>What an opening says of its backend; nothing for any other event.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Backend(LogRow row)
    {
        if (row.EventType != WriterOpened)
        {
            return [];
        }

        try
        {
            using var observations = JsonDocument.Parse(row.Observations);
            return observations.RootElement.TryGetProperty(BackendField, out var backend)
                ? [.. backend.EnumerateObject().Select(pair => KeyValuePair.Create(pair.Name, pair.Value.GetString()!))]
                : [];
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>The event of a clean stop.</summary>
    public static LogRow Closed(string reason, long verifiedThrough, CommittedRow? last) =>
        Row(WriterClosed, last, json =>
        {
            json.WriteString("reason", reason);
            json.WriteNumber(VerifiedThroughField, verifiedThrough);
        });

    /// <summary>The last event that had been verified when a writer opened or closed the log; -1 when the row does not say.</summary>
    public static long VerifiedThrough(CommittedRow row)
    {
        try
        {
            using var observations = JsonDocument.Parse(row.Row.Observations);
            return row.Row.EventType is WriterOpened or WriterClosed
                && observations.RootElement.TryGetProperty(VerifiedThroughField, out var value)
                && value.TryGetInt64(out var sequence) && sequence < row.Sequence
                ? sequence
                : -1;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return -1;
        }
    }

    // An operational event belongs to the step at which it happened: that of the event before it.
    private static LogRow Row(string eventType, CommittedRow? last, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return new LogRow
        {
            Step = last?.Row.Step ?? 0,
            Phase = "host",
            Epoch = last?.Row.Epoch ?? 0,
            EventType = eventType,
            SchemaVersion = 1,
            IsFact = false,
            Facts = "{}",
            Observations = Encoding.UTF8.GetString(stream.ToArray()),
        };
    }
}
