using System.Security.Cryptography;
using System.Text.Json;
using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;

namespace Enas.Storage;

/// <summary>The digests of the job files, which each opening for writing records among its observations.</summary>
internal static class JobDigests
{
    public const string Job = "job_sha256";
    public const string ResolvedJob = "resolved_job_sha256";

    /// <summary>Digest by key, of the files as they are now; a file that is not there is left out.</summary>
    /// <exception cref="LogUnavailableException">A file cannot be read.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(SearchFolder folder) =>
    [
        .. new[] { (Key: Job, Bytes: TryRead(folder.ReadJob)), (Key: ResolvedJob, Bytes: TryRead(folder.ReadResolvedJob)) }
            .Where(file => file.Bytes is not null)
            .Select(file => KeyValuePair.Create(file.Key, Convert.ToHexStringLower(SHA256.HashData(file.Bytes!)))),
    ];

    /// <summary>The bytes of a job file; null when it is not there.</summary>
    /// <exception cref="LogUnavailableException">It is there and cannot be read.</exception>
    public static byte[]? TryRead(Func<byte[]> read)
    {
        try
        {
            return read();
        }
        catch (LogUnavailableException absent) when (absent.InnerException is FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>What a <c>writer-opened</c> event recorded; null when it has nothing of the kind.</summary>
    public static string? Recorded(LogRow opened, string key)
    {
        try
        {
            using var observations = JsonDocument.Parse(opened.Observations);
            return observations.RootElement.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
