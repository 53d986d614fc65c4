using Enas.Pipeline.Ports;

namespace Enas.Storage;

/// <summary>The folder of one search: where each thing lives, and how a new one comes to be.</summary>
public sealed class SearchFolder
{
    private const int ProbeBytes = 1 << 20;
    private const string JobName = "job.json";
    private const string ResolvedJobName = "job.resolved.json";

    private SearchFolder(IFileSystem files, string path)
    {
        Files = files;
        Root = path;
    }

    /// <summary>Full path of the search.</summary>
    public string Root { get; }

    /// <summary>The log: immutable files with dense numbers, and nothing else.</summary>
    public string Segments => Path.Combine(Root, "segments");

    public string Checkpoints => Path.Combine(Root, "checkpoints");

    /// <summary>Derived and disposable.</summary>
    public string Export => Path.Combine(Root, "export");

    /// <summary>Staging, on the same file system; free to delete when there is no writer.</summary>
    public string Staging => Path.Combine(Root, "_tmp");

    /// <summary>Only repair moves things here.</summary>
    public string Quarantine => Path.Combine(Root, "_quarantine");

    /// <summary>The job as run, byte for byte. Its presence makes the folder a search.</summary>
    public string Job => Path.Combine(Root, JobName);

    /// <summary>The job with every default.</summary>
    public string ResolvedJob => Path.Combine(Root, ResolvedJobName);

    internal IFileSystem Files { get; }

    /// <summary>
    /// Creates a search in an absent or empty folder and publishes its two job files durably. After a crash in here the folder has no
    /// <c>job.json</c> and may be created again.
    /// </summary>
    /// <param name="path">The folder to be.</param>
    /// <param name="job">The job file, byte for byte.</param>
    /// <param name="resolvedJob">The job with every default.</param>
    /// <exception cref="ArgumentException">The folder holds something already.</exception>
    /// <exception cref="LogUnavailableException">The disk is full (1 MiB is asked for), read-only or failing.</exception>
    public static SearchFolder Create(string path, ReadOnlySpan<byte> job, ReadOnlySpan<byte> resolvedJob) =>
        Create(FaultHooks.Files, path, job, resolvedJob);

    /// <summary>Opens an existing search for reading or writing; touches nothing.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no search: no folder, or no <c>job.json</c> in it.</exception>
    public static SearchFolder Open(string path) => Open(FaultHooks.Files, path);

    /// <summary>The bytes of <c>job.json</c>.</summary>
    /// <exception cref="LogUnavailableException">It cannot be read.</exception>
    public byte[] ReadJob() => Read(Job);

    /// <summary>The bytes of <c>job.resolved.json</c>.</summary>
    /// <exception cref="LogUnavailableException">It cannot be read.</exception>
    public byte[] ReadResolvedJob() => Read(ResolvedJob);

    internal static SearchFolder Create(IFileSystem files, string path, ReadOnlySpan<byte> job, ReadOnlySpan<byte> resolvedJob)
    {
        var folder = new SearchFolder(files, Path.GetFullPath(path));
        try
        {
            folder.RefuseOccupied();
            folder.CreateFolders();
            folder.Probe();
            folder.Publish(folder.ResolvedJob, resolvedJob);
            folder.Publish(folder.Job, job);
            return folder;
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot create the search folder {folder.Root}", fault);
        }
    }

    internal static SearchFolder Open(IFileSystem files, string path)
    {
        var folder = new SearchFolder(files, Path.GetFullPath(path));
        return files.FileExists(folder.Job)
            ? folder
            : throw new DirectoryNotFoundException($"no search at {folder.Root}: it has no {JobName}");
    }

    private void RefuseOccupied()
    {
        if (!Files.DirectoryExists(Root))
        {
            if (Files.FileExists(Root))
            {
                throw new ArgumentException($"{Root} is a file; a search needs a folder");
            }

            return;
        }

        // What a creation that died half-way leaves behind is not a search yet, and may be completed.
        foreach (var name in Files.List(Root))
        {
            var path = Path.Combine(Root, name);
            var abandoned = path == ResolvedJob || path == Staging
                || (path == Segments || path == Checkpoints || path == Export || path == Quarantine) && Files.List(path).Count == 0;
            if (!abandoned)
            {
                throw new ArgumentException($"{Root} is not empty ({name} is there): a new search needs an absent or empty folder");
            }
        }
    }

    private void CreateFolders()
    {
        // A new name is durable only when its parent is flushed, and the parents may be new too.
        var created = new List<string>();
        for (var path = Root; path is not null && !Files.DirectoryExists(path); path = Path.GetDirectoryName(path))
        {
            created.Add(Path.GetDirectoryName(path) ?? path);
        }

        foreach (var path in new[] { Root, Segments, Checkpoints, Export, Staging, Quarantine })
        {
            Files.CreateDirectory(path);
        }

        Files.FlushDirectory(Root);
        created.ForEach(Files.FlushDirectory);
    }

    private void Probe()
    {
        var path = Publication.StagingPath(Staging);
        try
        {
            Publication.Stage(Files, path, new byte[ProbeBytes]);
        }
        finally
        {
            Publication.Discard(Files, path);
        }
    }

    private void Publish(string path, ReadOnlySpan<byte> bytes)
    {
        var staged = Publication.StagingPath(Staging);
        Publication.Stage(Files, staged, bytes);
        var published = Publication.TryPublish(Files, staged, path) || bytes.SequenceEqual(Read(path));
        Publication.Discard(Files, staged);
        if (!published)
        {
            throw new ArgumentException($"{path} is there already with other content: a new search needs an absent or empty folder");
        }
    }

    private byte[] Read(string path)
    {
        try
        {
            return Publication.ReadAll(Files, path);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot read {path}", fault);
        }
    }
}
