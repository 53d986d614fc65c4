using System.Collections.Concurrent;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Host.Settings;
using Enas.Pipeline.Events;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Steps.Lifecycle;
using Microsoft.Extensions.Logging;

namespace Enas.Host.Service;

/// <summary>
/// Finds the searches and trainings of an output folder that people started and that did not end, so that the service goes on with them.
/// One that a living process writes is left to it; one that the history knows was decided already. It looks beside the loop, since folders
/// that somebody else filled may take long to read.
/// </summary>
internal sealed class Adoption(string root, ILogger log)
{
    /// <summary>Rows at the end of a log among which its last fact is, where it has one: at most an ending comes after it.</summary>
    private const int LastRows = 16;

    private readonly ConcurrentQueue<(string Search, string Job)> _found = new();
    private readonly ConcurrentQueue<Problem> _leftAlone = new();

    /// <summary>Searches that are left alone although they did not end, and why.</summary>
    public IReadOnlyCollection<Problem> LeftAlone => _leftAlone;

    /// <summary>Begins to look.</summary>
    /// <param name="names">Folders of searches that are not the service's.</param>
    /// <param name="stop">Ends it before the next folder.</param>
    public void Begin(IReadOnlyList<string> names, CancellationToken stop) => _ = Task.Run(
        async () =>
        {
            foreach (var name in names)
            {
                if (stop.IsCancellationRequested)
                {
                    return;
                }

                await LookAtAsync(name);
            }
        },
        CancellationToken.None);

    /// <summary>Fires for what was found since the last call.</summary>
    /// <param name="now">When they are taken.</param>
    public IEnumerable<Fire> Take(DateTimeOffset now)
    {
        for (var count = 0; _found.TryDequeue(out var found); count++)
        {
            yield return new Fire(found.Job, now.AddMilliseconds(count), FireState.Queued)
            {
                Origin = Fire.Adopted,
                Search = found.Search,
                NotBefore = now,
                Reason = "found unfinished in the output folder"
            };
        }
    }

    /// <summary>Names a search that is left alone.</summary>
    /// <param name="name">Its folder.</param>
    /// <param name="reason">Why, in words that can be shown.</param>
    public void LeaveAlone(string name, string reason)
    {
        log.NotAdopted(ForeignText.Shown(name), reason);
        _leftAlone.Enqueue(new Problem("search " + name, $"{ForeignText.Shown(name)} in the output folder is left alone: {reason}"));
    }

    private async Task LookAtAsync(string name)
    {
        try
        {
            if (await JobOfUnfinishedAsync(Path.Combine(root, name)) is { } job)
            {
                _found.Enqueue((name, JobNames.Fault(job) is null ? job : name));
            }
        }
        catch (Exception error)
        {
            // Whatever it is, a bug of ours too: it is this folder's, and the others are looked at.
            LeaveAlone(name, ForeignText.Shown(error is JobRefusedException refused ? refused.Errors[0].ToString() : error.Message));
        }
    }

    /// <summary>Name of the job of a search that can be gone on with; null for a complete one.</summary>
    /// <exception cref="LogFencedException">A living process writes it.</exception>
    /// <exception cref="StoreException">It is a link.</exception>
    private static async Task<string?> JobOfUnfinishedAsync(string path)
    {
        var folder = SearchFolder.Open(path, HostSettings.Read().Storage);
        await using var log = await ParquetEventLog.OpenReadAsync(folder, CancellationToken.None);
        await foreach (var committed in log.ReadAsync(Math.Max(0, log.NextSequence - LastRows), CancellationToken.None))
        {
            if (committed.Row.EventType == SearchCompleted.Name)
            {
                return null;
            }
        }

        if (OwnFolder.FaultOfSearch(path) is { } fault)
        {
            throw new StoreException(fault); // Before its lock is tried, which would be made behind the link.
        }

        await JobFiles.RequireAsync(folder, log);
        return await ParquetEventLog.HasWriterAsync(folder, CancellationToken.None)
            ? throw new LogFencedException("a living process writes it") : RecordedSearch.ReadJob(folder).Name;
    }
}
