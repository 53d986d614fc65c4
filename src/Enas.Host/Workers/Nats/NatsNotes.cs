using System.Text.Json;
using System.Text.Json.Serialization;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers.Nats;

/// <summary>What workers say, as messages.</summary>
internal static class NatsNotes
{
    /// <summary>The message of a note.</summary>
    public static byte[] Write(WorkNote note) => JsonSerializer.SerializeToUtf8Bytes(
        new NoteText(note.Key.Hex, note.Kind.ToString(), note.Worker, note.Attempt, note.ExitCode, note.Reason), NatsJson.Default.NoteText);

    /// <summary>The note of a message; null where it is none.</summary>
    public static WorkNote? TryRead(byte[]? bytes) => Read(bytes, NatsJson.Default.NoteText) is { } text
        && WorkKey.TryParse(text.Key ?? string.Empty) is { } key && Enum.TryParse(text.Kind, out WorkNoteKind kind) && Enum.IsDefined(kind)
            ? new WorkNote(key, kind, text.Worker ?? string.Empty, text.Attempt ?? string.Empty, text.ExitCode, text.Reason) : null;

    /// <summary>The message of a worker's status.</summary>
    public static byte[] Write(WorkerStatus status) => JsonSerializer.SerializeToUtf8Bytes(status, NatsJson.Default.WorkerStatus);

    /// <summary>The status of a message; null where it is none.</summary>
    public static WorkerStatus? TryReadStatus(byte[]? bytes) => Read(bytes, NatsJson.Default.WorkerStatus);

    private static T? Read<T>(byte[]? bytes, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return bytes is null ? null : JsonSerializer.Deserialize(bytes, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A note as it is written.</summary>
internal sealed record NoteText(string? Key, string? Kind, string? Worker, string? Attempt, int ExitCode, string? Reason);

/// <summary>Generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NoteText))]
[JsonSerializable(typeof(WorkerStatus))]
internal sealed partial class NatsJson : JsonSerializerContext;
