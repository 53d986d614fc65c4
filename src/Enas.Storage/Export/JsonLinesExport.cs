using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Enas.Pipeline.Events;

namespace Enas.Storage.Export;

/// <summary>One JSON object a line; facts and observations stand in it as the JSON that they are, absent values not at all.</summary>
internal sealed class JsonLinesExport(Stream stream) : IExportWriter
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public async ValueTask WriteAsync(IReadOnlyList<CommittedRow> rows)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        foreach (var row in rows)
        {
            buffer.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(buffer, s_options))
            {
                Write(json, row);
            }

            buffer.Write("\n"u8);
            await stream.WriteAsync(buffer.WrittenMemory);
        }
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(IReadOnlyList<KeyValuePair<string, string>> keyValues) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private static void Write(Utf8JsonWriter json, CommittedRow row)
    {
        json.WriteStartObject();
        foreach (var column in ExportColumns.All)
        {
            if (column.Text(row) is not { } text)
            {
                continue;
            }

            json.WritePropertyName(column.Name);
            if (column.Kind == ExportKind.Text || (column.Kind == ExportKind.Json && !IsJson(text)))
            {
                json.WriteStringValue(text);
            }
            else
            {
                json.WriteRawValue(text);
            }
        }

        json.WriteEndObject();
    }

    // The log keeps any text in its place; only its writer sees to it that facts are JSON.
    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
