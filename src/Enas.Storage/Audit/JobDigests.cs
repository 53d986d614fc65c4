using System.Security.Cryptography;
using System.Text.Json;
using Enas.Pipeline.Events;

namespace Enas.Storage;

/// <summary>The digests of the job files, which each opening for writing records among its observations.</summary>
internal static class JobDigests
{
    public const string Job = "job_sha256";
    public const string ResolvedJob = "resolved_job_sha256";

    /// <summary>Digest by key, of the files as they are now; a file that is not there is left out.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(SearchFolder folder) =>
    [
        .. new[] { (Key: Job, Path: folder.Job), (Key: ResolvedJob, Path: folder.ResolvedJob) }
            .Where(file => folder.Files.FileExists(file.Path))
            .Select(file => KeyValuePair.Create(file.Key, Convert.ToHexStringLower(SHA256.HashData(Publication.ReadAll(folder.Files, file.Path))))),
    ];

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
