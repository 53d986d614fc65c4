using Enas.Pipeline.Files;

namespace Enas.Storage.Files;

/// <summary>
/// The file operations that a commit is made of, and no others: the seam where tests inject failures and lose power.
/// Paths are full paths. Failures are <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
/// </summary>
internal interface IFileSystem
{
    /// <summary>Creates a folder; an existing one is fine. Durable once its parent is flushed.</summary>
    void CreateDirectory(string path);

    /// <summary>Removes an empty folder.</summary>
    void DeleteDirectory(string path);

    bool DirectoryExists(string path);

    bool FileExists(string path);

    /// <summary>What a name stands for, without opening it.</summary>
    /// <param name="path">The name.</param>
    /// <param name="followLinks">Whether a link stands for what it leads to.</param>
    FileKind KindOf(string path, bool followLinks) =>
        DirectoryExists(path) ? FileKind.Directory : FileExists(path) ? FileKind.Regular : FileKind.Absent;

    /// <summary>Names (not paths) of the files and folders in a folder, in ordinal order.</summary>
    IReadOnlyList<string> List(string path);

    /// <summary>
    /// Opens a regular file for reading. <see cref="FileNotFoundException"/> when it is absent, <see cref="UnusableFileException"/> when
    /// the name stands for anything else.
    /// </summary>
    Stream OpenRead(string path);

    /// <summary>Creates a file that must not exist yet.</summary>
    INewFile CreateNew(string path);

    /// <summary>Gives a file a second name; false when the name is taken. Durable once the folder is flushed.</summary>
    bool TryLink(string source, string target);

    /// <summary>Makes the names in a folder durable. Never call it again after it failed.</summary>
    void FlushDirectory(string path);

    /// <summary>Removes a name; an absent one is fine.</summary>
    void Delete(string path);

    /// <summary>Renames within the search folder, replacing nothing that matters: used by quarantine only.</summary>
    void Move(string source, string target);

    /// <summary>
    /// Holds an exclusive, advisory lock until disposed or the process dies; null when someone else holds it. The file is made where it is
    /// absent; a link is not followed.
    /// </summary>
    IDisposable? TryLock(string path);

    /// <summary>Room on the disk that holds a folder; null where it is not known.</summary>
    DiskSpace? Space(string path) => null;

    /// <summary>Name of the network file system that holds a folder; null for a local one, or where it is not known.</summary>
    string? NetworkFileSystem(string path) => null;
}

/// <summary>A file being written. Disposing closes it and promises nothing.</summary>
internal interface INewFile : IByteSink, IDisposable
{
    /// <summary>Makes the bytes written so far durable. Never call it again after it failed.</summary>
    void Flush();
}
