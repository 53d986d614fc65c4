using System.Text.Json;
using System.Text.Json.Nodes;

namespace Enas.Host.Service;

/// <summary>What came of the steps after a fire's search, as its process printed it: which were done, the training with its fingerprint
/// and its test, the files.</summary>
internal static class FollowUpRecord
{
    private const string Done = "done";

    /// <summary>The text that is kept of what a process printed; null where it printed nothing of steps.</summary>
    public static string? Of(JsonNode? printed) => printed?["then"] is JsonObject then ? then.ToJsonString() : null;

    /// <summary>What was kept; null for nothing, and where it is no such text.</summary>
    public static JsonObject? Read(string? kept)
    {
        try
        {
            return kept is null ? null : JsonNode.Parse(kept) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The steps that were done, in words; null for none.</summary>
    public static string? Words(string? kept)
    {
        try
        {
            return Read(kept)?[Done] is JsonArray { Count: > 0 } done ? string.Join(", ", done.Select(step => (string?)step)) : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Somebody changed it.
        }
    }
}
