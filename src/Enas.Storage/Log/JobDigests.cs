using System.Security.Cryptography;
using System.Text.Json;
using Enas.Pipeline.Events;
using Enas.Storage.Files;
using Enas.Storage.Folders;

namespace Enas.Storage.Log;

/// <summary>
/// The digests of the job files, which each opening for writing records among its observations. The files never change after a search was
/// created, so that the first opening that recorded them is the one that counts: a later one may have recorded what somebody edited.
/// </summary>
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
        catch (LogDamagedException absent) when (absent.InnerException is FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Refuses job files that are not those that the search was begun with.</summary>
    /// <param name="opened">The first opening that recorded them; null where none did.</param>
    /// <exception cref="LogDamagedException">One was edited or replaced.</exception>
    /// <exception cref="LogUnavailableException">One cannot be read.</exception>
    public static void Require(SearchFolder folder, LogRow? opened)
    {
        if (opened is not null && (IsOther(TryRead(folder.ReadJob), opened, Job) ? EntryNames.Job
            : IsOther(TryRead(folder.ReadResolvedJob), opened, ResolvedJob) ? EntryNames.ResolvedJob : null) is { } name)
        {
            throw new LogDamagedException($"{name} {Edited}") { IsBeyondRepair = true }.In(folder.Root);
        }
    }

    /// <summary>What is said of a job file that is another one.</summary>
    public const string Edited =
        "is not the file that the search was begun with: its digest is not the "
            + "one in the log. Put the original back, or run the edited job as a search of its own";

    /// <summary>Whether the bytes of a file are not those that an opening recorded; false for a file that is not there and where
    /// nothing is recorded.</summary>
    public static bool IsOther(byte[]? bytes, LogRow opened, string key) =>
        bytes is not null && Recorded(opened, key) is { } recorded && recorded != Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Whether an event is an opening that recorded the digests.</summary>
    public static bool AreIn(LogRow row) => row.EventType == HostEvents.WriterOpened && Recorded(row, Job) is not null;

    /// <summary>The first opening of a log that recorded the digests; null where none did.</summary>
    /// <exception cref="LogDamagedException">A segment on the way is damaged.</exception>
    public static async ValueTask<LogRow?> FirstOpeningAsync(SegmentCatalog catalog)
    {
        for (var epoch = 1L; epoch <= catalog.WriterEpoch; epoch++)
        {
            // The first logs recorded none.
            var number = epoch == 1 ? 0 : await catalog.FirstOfEpochAsync(epoch);
            if ((await catalog.ReadVerifiedAsync(number)).Rows[0].Row is var row && AreIn(row))
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>What a <c>writer-opened</c> event recorded; null when it has nothing of the kind.</summary>
    public static string? Recorded(LogRow opened, string key)
    {
        try
        {
            using var observations = JsonDocument.Parse(opened.Observations);
            return observations.RootElement.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString() : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
