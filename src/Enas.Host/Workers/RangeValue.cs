using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enas.Host.Composition;
using Enas.Pipeline.Events;

namespace Enas.Host.Workers;

/// <summary>What a range showed, as the value of a result: equal findings, equal bytes.</summary>
internal static class RangeValue
{
    /// <summary>The bytes.</summary>
    public static byte[] Write(RangeFindings found)
    {
        var json = new JsonObject
        {
            ["facts"] = found.FactCount,
            ["steps"] = found.StepCount,
            ["checkpoints"] = found.CheckpointCount,
            ["emptyCheckpoints"] = found.EmptyCheckpointCount,
            ["childrenFound"] = found.ChildrenFound,
            ["childrenAbsent"] = found.ChildrenAbsent,
            ["differing"] = found.Differing,
        };
        if (found.Divergence is { } divergence)
        {
            json["divergence"] = JsonOf(divergence);
        }

        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    /// <summary>A difference, as the value of a result has it and as <c>replay --json</c> prints it.</summary>
    public static JsonObject JsonOf(Divergence divergence) => new()
    {
        ["sequence"] = divergence.Sequence,
        ["step"] = divergence.Step,
        ["eventType"] = divergence.EventType,
        ["field"] = divergence.Field,
        ["recorded"] = divergence.Recorded,
        ["recomputed"] = divergence.Recomputed,
    };

    /// <summary>What bytes say; null where they say nothing of this form.</summary>
    public static RangeFindings? TryRead(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var json = JsonNode.Parse(bytes)!.AsObject();
            return new RangeFindings(
                (long)json["facts"]!, (long)json["steps"]!, (int)json["checkpoints"]!, (int)json["emptyCheckpoints"]!,
                (int)json["childrenFound"]!, (int)json["childrenAbsent"]!)
            {
                Differing = (string?)json["differing"],
                Divergence = json["divergence"] is { } divergence ? DivergenceOf(divergence) : null,
            };
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or ArgumentNullException
            or NullReferenceException)
        {
            return null;
        }
    }

    private static Divergence DivergenceOf(JsonNode json) => new(
        (long?)json["sequence"], (long)json["step"]!, (string)json["eventType"]!, (string)json["field"]!, (string)json["recorded"]!,
        (string)json["recomputed"]!);
}
