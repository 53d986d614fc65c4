using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Enas.Pipeline.Files;
using Enas.Storage.Files;
using Enas.Storage.Folders;

namespace Enas.Storage.Cache;

/// <summary>The record of a <see cref="ReadingCache"/>: a line of JSON and a line with its SHA-256.</summary>
internal sealed record CacheRecord
{
    private const int CurrentFormat = 3;

    /// <summary>The rare events of a long search, what is known of single architectures, and a line of figures: below this.</summary>
    internal const int MostBytes = 32 << 20;

    public int Format { get; init; } = CurrentFormat;

    public required string Program { get; init; }

    public required int SegmentCount { get; init; }

    /// <summary>SHA-256 of the SHA-256 of each segment's file, in their order.</summary>
    public required string SegmentsSha256 { get; init; }

    public required long EventCount { get; init; }

    public required long FactCount { get; init; }

    public required string EventHead { get; init; }

    public required string FactHead { get; init; }

    public required string EventsSha256 { get; init; }

    public required long EventsBytes { get; init; }

    public required string LastEventType { get; init; }

    public required bool IsComplete { get; init; }

    public required string Summary { get; init; }

    /// <summary>Reads it, or says in words why it cannot be used; neither where there is none.</summary>
    public static (CacheRecord? Record, string? Unusable) Read(SearchFolder folder)
    {
        try
        {
            var lines = RegularFile.ReadAllBytes(PathOf(folder), MostBytes).AsSpan();
            var end = lines.IndexOf((byte)'\n');
            return end < 0 || !lines[(end + 1)..].SequenceEqual(DigestOf(lines[..end]))
                ? (null, "it is not whole: its digest is not that of its content")
                : JsonSerializer.Deserialize(lines[..end], CacheJson.Default.CacheRecord) is
                {
                    Format: CurrentFormat
                } record ? (record, null)
                : (null, "its format is not the one that this version reads");
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, null);
        }
        catch (JsonException)
        {
            return (null, "its content is not what this version writes");
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            return (null, fault.Message);
        }
    }

    /// <summary>Replaces it. It is never half there under its name; power loss may leave what its digest refuses.</summary>
    /// <returns>False where it would be larger than any reader takes: nothing is written.</returns>
    public bool TryWrite(SearchFolder folder)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, CacheJson.Default.CacheRecord);
        byte[] bytes = [.. json, (byte)'\n', .. DigestOf(json)];
        if (bytes.Length > MostBytes)
        {
            return false;
        }

        // A name that nobody can have put there before, made by this call and no other.
        var staged = $"{PathOf(folder)}.{Guid.NewGuid():N}.partial";
        using (var stream = new FileStream(staged, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            stream.Write(bytes);
        }

        File.Move(staged, PathOf(folder), overwrite: true);
        return true;
    }

    private static string PathOf(SearchFolder folder) => Path.Combine(folder.Export, EntryNames.ReadingCache);

    private static byte[] DigestOf(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(bytes)));
}

/// <summary>How the record is written.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CacheRecord))]
internal sealed partial class CacheJson : JsonSerializerContext;
