using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Searches;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Storage;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Service;

/// <summary>
/// Finds the searches and trainings of an output folder that people started and that did not end, so that the service goes on with them.
/// One that a living process writes is left to it; one that the history knows was decided already.
/// </summary>
internal static class Adoption
{
    /// <summary>Rows at the end of a log among which its last fact is, where it has one: at most an ending comes after it.</summary>
    private const int LastRows = 16;

    /// <summary>Fires for what is to be gone on with.</summary>
    /// <param name="root">The folder of searches.</param>
    /// <param name="ledger">Knows what is the service's already.</param>
    /// <param name="now">When they are found.</param>
    /// <param name="log">Told of those that cannot be.</param>
    public static async Task<IReadOnlyList<Fire>> FindAsync(string root, FireLedger ledger, DateTimeOffset now, ILogger log)
    {
        var found = new List<Fire>();
        foreach (var name in SearchLocator.Under(root).Select(path => Path.GetFileName(path)).Where(name => Fire.OfFolder(name) is null && !ledger.Knows(name)))
        {
            try
            {
                if (await JobOfUnfinishedAsync(Path.Combine(root, name)) is { } job)
                {
                    found.Add(new Fire(job, now.AddMilliseconds(found.Count), FireState.Queued) { Origin = Fire.Adopted, Search = name, NotBefore = now, Reason = "found unfinished in the output folder" });
                }
            }
            catch (Exception error) when (error is LogDamagedException or LogUnavailableException or LogFencedException or JobRefusedException or IOException or UnauthorizedAccessException)
            {
                log.NotAdopted(name, error.Message);
            }
        }

        return found;
    }

    /// <summary>Name of the job of a search that can be gone on with; null for a complete one.</summary>
    /// <exception cref="LogFencedException">A living process writes it.</exception>
    private static async Task<string?> JobOfUnfinishedAsync(string path)
    {
        var folder = SearchFolder.Open(path, EnasHost.Settings().Storage);
        await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
        await foreach (var committed in log.ReadAsync(Math.Max(0, log.NextSequence - LastRows), CancellationToken.None))
        {
            if (committed.Row.EventType == SearchCompleted.Name)
            {
                return null;
            }
        }

        JobFiles.Require(folder, await log.FirstOpeningAsync());
        return ParquetEventLog.HasWriter(folder) ? throw new LogFencedException("a living process writes it") : RecordedSearch.ReadJob(folder).Name;
    }
}
