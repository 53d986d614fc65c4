using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Enas.Storage;

/// <summary>The record of a <see cref="ReadingCache"/>: a line of JSON and a line with its SHA-256.</summary>
internal sealed record CacheRecord
{
    public const string Name = "reading-cache.json";

    private const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    public required string Program { get; init; }

    public required int SegmentCount { get; init; }

    /// <summary>SHA-256 of the SHA-256 of each segment's file, in their order.</summary>
    public required string SegmentsSha256 { get; init; }

    public required long EventCount { get; init; }

    public required string EventHead { get; init; }

    public required string EventsSha256 { get; init; }

    public required string LastEventType { get; init; }

    public required bool IsComplete { get; init; }

    public required string Summary { get; init; }

    /// <summary>Reads it; null when there is none, or it is not whole.</summary>
    public static CacheRecord? TryRead(SearchFolder folder)
    {
        try
        {
            var lines = File.ReadAllBytes(PathOf(folder)).AsSpan();
            var end = lines.IndexOf((byte)'\n');
            return end >= 0 && lines[(end + 1)..].SequenceEqual(DigestOf(lines[..end]))
                && JsonSerializer.Deserialize(lines[..end], CacheJson.Default.CacheRecord) is { Format: CurrentFormat } record
                ? record
                : null;
        }
        catch (Exception fault) when (fault is JsonException || FileFaults.IsFileFault(fault))
        {
            return null;
        }
    }

    /// <summary>Replaces it. It is never half there under its name; power loss may leave what its digest refuses.</summary>
    public void Write(SearchFolder folder)
    {
        var staged = $"{PathOf(folder)}.{Environment.ProcessId}.partial";
        var json = JsonSerializer.SerializeToUtf8Bytes(this, CacheJson.Default.CacheRecord);
        File.WriteAllBytes(staged, [.. json, (byte)'\n', .. DigestOf(json)]);
        File.Move(staged, PathOf(folder), overwrite: true);
    }

    private static string PathOf(SearchFolder folder) => Path.Combine(folder.Export, Name);

    private static byte[] DigestOf(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(bytes)));
}

/// <summary>How the record is written.</summary>
[JsonSerializable(typeof(CacheRecord))]
internal sealed partial class CacheJson : JsonSerializerContext;
