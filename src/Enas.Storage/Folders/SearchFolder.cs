using Enas.Pipeline.Events;
using Enas.Pipeline.Files;
using Enas.Storage.Files;
using Enas.Storage.Places;
using Enas.Storage.Stores;

namespace Enas.Storage.Folders;

/// <summary>
/// The place of one search, a local folder or a prefix of an object store (<c>s3://bucket/prefix</c>): where each thing lives, and how a
/// new one comes to be.
/// </summary>
internal sealed class SearchFolder
{
    /// <summary>A job file has at most a few thousand bytes; what is larger is none.</summary>
    internal const long MostJobBytes = 4L << 20;

    private readonly IFileSystem? _files;
    private readonly ISearchStore _store;

    // Job files never change once a search is there, and reading them from an object store is not done behind a synchronous call.
    private byte[]? _job;
    private byte[]? _resolvedJob;

    private SearchFolder(IFileSystem files, string path, StorageOptions? options)
    {
        _files = files;
        _store = new LocalSearchStore(files, path, options ?? new StorageOptions());
        Root = path;
    }

    private SearchFolder(ISearchStore store)
    {
        _store = store;
        Root = store.Location;
    }

    /// <summary>Full path of the search, or its address.</summary>
    public string Root { get; }

    /// <summary>Whether the search is in a folder of this machine; otherwise its paths are addresses.</summary>
    public bool IsLocal => _files is not null;

    /// <summary>The log: immutable files with dense numbers, and nothing else.</summary>
    public string Segments => PathOf(EntryNames.Segments);

    public string Checkpoints => PathOf(EntryNames.Checkpoints);

    /// <summary>Derived and disposable.</summary>
    public string Export => PathOf(EntryNames.Export);

    /// <summary>Staging, on the same file system; free to delete when there is no writer.</summary>
    public string Staging => PathOf(EntryNames.Staging);

    /// <summary>Only repair moves things here.</summary>
    public string Quarantine => PathOf(EntryNames.Quarantine);

    /// <summary>The job as run, byte for byte. Its presence makes the folder a search.</summary>
    public string Job => PathOf(EntryNames.Job);

    /// <summary>The job with every default.</summary>
    public string ResolvedJob => PathOf(EntryNames.ResolvedJob);

    /// <summary>The file system of a local folder.</summary>
    internal IFileSystem Files =>
        _files ?? throw new NotSupportedException($"{Root} is in an object store; this works on local folders only");

    internal ISearchStore Store => _store;

    /// <summary>Full path or address of something that is named within the search.</summary>
    internal string PathOf(string name) => Place.Combine(Root, name);

    /// <summary>
    /// Creates a search in an absent or empty folder and publishes its two job files durably. After a crash in here the folder has no
    /// <c>job.json</c> and may be created again.
    /// </summary>
    /// <param name="path">The folder to be.</param>
    /// <param name="job">The job file, byte for byte.</param>
    /// <param name="resolvedJob">The job with every default.</param>
    /// <param name="options">How this host keeps searches.</param>
    /// <exception cref="ArgumentException">The folder holds something already.</exception>
    /// <exception cref="LogUnavailableException">The disk is full (1 MiB is asked for), read-only, failing, or
    /// on another machine.</exception>
    public static SearchFolder Create(
        string path, ReadOnlySpan<byte> job, ReadOnlySpan<byte> resolvedJob, StorageOptions? options = null) =>
        Create(LocalFileSystem.Default, path, job, resolvedJob, options);

    /// <summary>
    /// Creates a search in an absent or empty folder, or under a prefix that has no objects. The same as
    /// <see cref="Create(string, ReadOnlySpan{byte}, ReadOnlySpan{byte}, StorageOptions?)"/> for a folder.
    /// </summary>
    /// <param name="location">Path of the folder, or <c>s3://bucket/prefix</c>.</param>
    /// <param name="job">The job file, byte for byte.</param>
    /// <param name="resolvedJob">The job with every default.</param>
    /// <param name="options">How this host keeps searches.</param>
    /// <param name="cancellationToken">Honoured until the first object is written.</param>
    /// <exception cref="ArgumentException">Something is there already, or the location is none.</exception>
    /// <exception cref="LogUnavailableException">The disk or the store cannot be written, or cannot hold a search.</exception>
    public static async ValueTask<SearchFolder> CreateAsync(
        string location, ReadOnlyMemory<byte> job,
            ReadOnlyMemory<byte> resolvedJob, StorageOptions options, CancellationToken cancellationToken) =>
        StoreCatalog.SearchAt(location, options) is { } store
            ? await CreateAsync(store, job, resolvedJob, cancellationToken)
            : Create(location, job.Span, resolvedJob.Span, options);

    /// <summary>Whether a folder of this machine is a search.</summary>
    /// <remarks>Also one whose <c>job.json</c> is no file any more: it is refused in words when it is opened, and
    /// not passed over.</remarks>
    public static bool IsSearch(string path) => FileNames.KindOf(Path.Combine(path, EntryNames.Job)) != FileKind.Absent;

    /// <summary>Whether a folder, or what is below an address, is a search.</summary>
    /// <param name="location">Path of the folder, or <c>s3://bucket/prefix</c>.</param>
    /// <param name="options">How this host keeps searches.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ArgumentException">The location is none.</exception>
    /// <exception cref="LogUnavailableException">The store cannot be read.</exception>
    public static async ValueTask<bool> IsSearchAsync(string location, StorageOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return StoreCatalog.SearchAt(location, options) is { } store
                ? await store.ExistsAsync(EntryNames.Job, cancellationToken) : IsSearch(location);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot look for a search at {location}", fault);
        }
    }

    /// <summary>Opens an existing search for reading or writing; touches nothing.</summary>
    /// <param name="path">Its folder.</param>
    /// <param name="options">How this host keeps searches.</param>
    /// <exception cref="DirectoryNotFoundException">There is no search: no folder, or no <c>job.json</c> in it.</exception>
    /// <exception cref="LogDamagedException">A folder of the search is a link, or what should be a file is none.</exception>
    public static SearchFolder Open(string path, StorageOptions? options = null) => Open(LocalFileSystem.Default, path, options);

    /// <summary>Opens an existing search in a folder or an object store; touches nothing.</summary>
    /// <param name="location">Path of the folder, or <c>s3://bucket/prefix</c>.</param>
    /// <param name="options">How this host keeps searches.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ArgumentException">The location is none.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no search there.</exception>
    /// <exception cref="LogUnavailableException">The store cannot be read.</exception>
    public static async ValueTask<SearchFolder> OpenAsync(string location, StorageOptions options, CancellationToken cancellationToken) =>
        StoreCatalog.SearchAt(location, options) is { } store ? await OpenAsync(store, cancellationToken) : Open(location, options);

    /// <summary>The bytes of <c>job.json</c>.</summary>
    /// <exception cref="LogUnavailableException">It cannot be read.</exception>
    /// <exception cref="LogDamagedException">It is missing, or what is there cannot be a job file.</exception>
    public byte[] ReadJob() => _job ?? Read(Job);

    /// <summary>The bytes of <c>job.resolved.json</c>.</summary>
    /// <exception cref="LogUnavailableException">It cannot be read.</exception>
    /// <exception cref="LogDamagedException">It is missing, or what is there cannot be a job file.</exception>
    public byte[] ReadResolvedJob() => _resolvedJob ?? Read(ResolvedJob);

    internal static SearchFolder Create(
        IFileSystem files, string path, ReadOnlySpan<byte> job, ReadOnlySpan<byte> resolvedJob, StorageOptions? options = null)
    {
        RefuseAddress(path);
        var folder = new SearchFolder(files, Path.GetFullPath(path), options);
        LocalCreation.Create(folder, options ?? new StorageOptions(), job, resolvedJob);
        return folder;
    }

    internal static async ValueTask<SearchFolder> CreateAsync(
        ISearchStore store, ReadOnlyMemory<byte> job, ReadOnlyMemory<byte> resolvedJob, CancellationToken cancellationToken)
    {
        await ObjectCreation.CreateAsync(store, job, resolvedJob, cancellationToken);
        return new SearchFolder(store) { _job = job.ToArray(), _resolvedJob = resolvedJob.ToArray() };
    }

    internal static SearchFolder Open(IFileSystem files, string path, StorageOptions? options = null)
    {
        RefuseAddress(path);
        var folder = new SearchFolder(files, Path.GetFullPath(path), options);
        if (files.KindOf(folder.Job, followLinks: true) == FileKind.Absent)
        {
            throw new DirectoryNotFoundException($"no search at {folder.Root}: it has no {EntryNames.Job}");
        }

        FolderShape.Check(folder);
        return folder;
    }

    internal static async ValueTask<SearchFolder> OpenAsync(ISearchStore store, CancellationToken cancellationToken)
    {
        try
        {
            return new SearchFolder(store)
            {
                _job = await store.TryReadAllAsync(EntryNames.Job, MostJobBytes, cancellationToken)
                    ?? throw new DirectoryNotFoundException($"no search at {store.Location}: it has no {EntryNames.Job}"),
                _resolvedJob = await store.TryReadAllAsync(EntryNames.ResolvedJob, MostJobBytes, cancellationToken)
                    ?? throw Missing(EntryNames.ResolvedJob, reason: null),
            };
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault) && fault is not DirectoryNotFoundException)
        {
            throw FileFaults.Unavailable($"cannot open the search {store.Location}", fault);
        }
    }

    private static void RefuseAddress(string path)
    {
        if (StoreCatalog.IsAddress(path))
        {
            throw new ArgumentException($"{path} is in an object store; this works on local folders only");
        }
    }

    /// <summary>A job file that is gone: another attempt does not bring it back.</summary>
    private static LogDamagedException Missing(string name, FileNotFoundException? reason) =>
        new($"{name} is missing. Nothing was changed; put the file back by hand", reason) { IsBeyondRepair = true };

    private byte[] Read(string path)
    {
        try
        {
            // It may be another thing than when the folder was opened.
            FolderShape.RequireFile(this, path);
            return Publication.ReadAll(Files, path, MostJobBytes);
        }
        catch (FileNotFoundException absent)
        {
            throw Missing(Path.GetFileName(path), absent);
        }
        catch (UnusableFileException unusable)
        {
            throw new LogDamagedException(unusable.Message, unusable) { IsBeyondRepair = true };
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot read {path}", fault);
        }
    }
}
