using System.Collections.Concurrent;
using Enas.Host.Composition;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Work;

namespace Enas.Host.Workers;

/// <summary>Items of work from what verbs ask for. What cannot be said as an item is none, and is done where it is asked for.</summary>
/// <param name="roots">Where this machine has its store and data.</param>
/// <param name="owner">Who waits.</param>
/// <param name="threads">Threads for each item.</param>
/// <param name="store">The mark of the store; null where all that is done is done here.</param>
internal sealed class WorkOrders(WorkRoots roots, string owner, int threads, string? store = null)
{
    private const int MostOfAPath = 4096;

    private readonly string _numerics = WorkRoots.Numerics;
    private readonly ConcurrentDictionary<WorkKey, string> _folders = new();

    /// <summary>Why the last piece that could not be said could not, in words.</summary>
    public string WhyNot { get; private set; } = string.Empty;

    /// <summary>A training; null where it cannot be said.</summary>
    /// <param name="request">The training.</param>
    public WorkItem? Of(TrainingRequest request) => Of(request, request.Data?.Digest);

    /// <summary>The same of one whose data are known by their digest alone.</summary>
    /// <param name="request">The training.</param>
    /// <param name="dataDigest">The digest of its data; null where nobody knows it yet.</param>
    public WorkItem? Of(TrainingRequest request, string? dataDigest)
    {
        var job = request.Job with { Origin = JobOrigins.Train };
        return ItemOf(request.Folder, Described(WorkKind.Training, request.Folder, job, request.JobBytes) is { } whole
            ? whole with { Tokens = request.Tokens, Parent = request.Parent, DataDigest = dataDigest } : null);
    }

    /// <summary>A search; null where it cannot be said.</summary>
    /// <param name="job">Its job.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="dataDigest">The digest of its data; null where nobody knows it yet.</param>
    public WorkItem? Of(JobDocument job, string folder, string? dataDigest = null) =>
        ItemOf(folder, Described(WorkKind.Search, folder, job.Options!, job.Bytes) is { } whole
            ? whole with { DataDigest = dataDigest } : null);

    /// <summary>A range of a search that is made again; null where it cannot be said.</summary>
    /// <param name="search">The search.</param>
    /// <param name="job">Its job with its data where they are now.</param>
    /// <param name="range">The range.</param>
    public WorkItem? Of(RecordedSearch search, JobOptions job, ReplayRange range)
    {
        var folder = search.Folder.Root;
        return ItemOf(folder, Described(WorkKind.Replay, folder, job, ReadOnlyMemory<byte>.Empty) is { } whole
            ? whole with { Range = new WorkRange(search.EventHead, range.FromStep, range.ToStep, range.WithEnding, range.IsBase) } : null);
    }

    /// <summary>The folder of an item that was made here.</summary>
    public string FolderOf(WorkItem item) => _folders[item.Key];

    private WorkDescription? Described(WorkKind kind, string folder, JobOptions job, ReadOnlyMemory<byte> file)
    {
        if (roots.PlaceOf(folder) is { } place)
        {
            return new WorkDescription(kind, place, job, file, _numerics, roots.Backend, roots.DeviceClass);
        }

        WhyNot = $"it lies outside of --root {ForeignText.Shown(roots.Store, MostOfAPath)}, or its name there has other characters than "
            + $"letters, digits, '-', '_' and '.', or begins with a dot: {ForeignText.Shown(folder, MostOfAPath)}";
        return null;
    }

    private WorkItem? ItemOf(string folder, WorkDescription? description)
    {
        if (description is null)
        {
            return null;
        }

        if (description.TryWrite(roots.Data, out var whyNot) is not { } bytes)
        {
            WhyNot = whyNot!;
            return null;
        }

        var item = WorkItem.Of(description.Kind, bytes, new WorkNeeds(roots.Backend, roots.DeviceClass, threads, 0), owner) with
        {
            Store = store,
        };
        _folders[item.Key] = folder;
        return item;
    }
}
