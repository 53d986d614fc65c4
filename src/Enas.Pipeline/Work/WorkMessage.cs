using System.Text;
using System.Text.Json;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Work;

/// <summary>An item as a message: on one line, its description as it is.</summary>
internal static class WorkMessage
{
    /// <summary>The most bytes of a message: a description and what is around it.</summary>
    public const int MostBytes = WorkItem.MostBytes + 4096;

    /// <summary>The message of an item.</summary>
    public static byte[] Write(WorkItem item) => Encoding.UTF8.GetBytes(string.Create(null,
        $"{{\"format\":1,\"key\":\"{item.Key.Hex}\",\"kind\":\"{item.Kind}\",\"backend\":{CanonicalJson.Text(item.Needs.Backend)},"
        + $"\"device\":{CanonicalJson.Text(item.Needs.DeviceClass)},\"threads\":{item.Needs.Threads},\"memory\":{item.Needs.MemoryBytes},"
        + $"\"owner\":{CanonicalJson.Text(item.Owner)},\"priority\":{item.Priority},"
        + $"{(item.Store is { } store ? $"\"store\":{CanonicalJson.Text(store)}," : string.Empty)}"
        + $"\"description\":{Encoding.UTF8.GetString(item.Description.Span)}}}"));

    /// <summary>The item of a message; null where the bytes are none.</summary>
    public static WorkItem? TryRead(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            string Text(string name) => root.GetProperty(name).GetString() ?? throw new JsonException();
            return root.GetProperty("format").GetInt32() == 1 && WorkKey.TryParse(Text("key")) is { } key
                && Enum.TryParse(Text("kind"), out WorkKind kind) && Enum.IsDefined(kind)
                ? new WorkItem(
                    key, kind, Encoding.UTF8.GetBytes(root.GetProperty("description").GetRawText()),
                    new WorkNeeds(
                        Text("backend"), Text("device"), root.GetProperty("threads").GetInt32(), root.GetProperty("memory").GetInt64()),
                    Text("owner"), root.GetProperty("priority").GetInt32())
                {
                    Store = root.TryGetProperty("store", out var store) ? store.GetString() : null,
                }
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }
}
