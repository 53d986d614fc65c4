using Enas.Pipeline.Files;
using Microsoft.Win32.SafeHandles;

namespace Enas.Storage.Files;

/// <summary>The disk of this machine.</summary>
internal sealed class LocalFileSystem : IFileSystem
{
    public static readonly LocalFileSystem Instance = new();

    /// <summary>The disk of searches for which nobody names another: that of this machine, or what a test put in its place before the
    /// program began.</summary>
    public static IFileSystem Default { get; set; } = Instance;

    public void CreateDirectory(string path) => Directory.CreateDirectory(path);

    public void DeleteDirectory(string path) => Directory.Delete(path, recursive: false);

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public bool FileExists(string path) => File.Exists(path);

    public FileKind KindOf(string path, bool followLinks) => FileNames.KindOf(path, followLinks);

    public IReadOnlyList<string> List(string path)
    {
        var names = Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName).OfType<string>().ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    public Stream OpenRead(string path) => RegularFile.OpenRead(path, bufferBytes: 0);

    public INewFile CreateNew(string path) =>
        new LocalFile(path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read));

    public bool TryLink(string source, string target) => Posix.TryLink(source, target);

    public void FlushDirectory(string path) => Posix.FlushDirectory(path);

    public void Delete(string path) => File.Delete(path);

    public void Move(string source, string target) => File.Move(source, target, overwrite: false);

    public IDisposable? TryLock(string path) => LockFile.TryLock(path);

    public DiskSpace? Space(string path)
    {
        var drive = new DriveInfo(path);
        return new DiskSpace(drive.AvailableFreeSpace, drive.TotalSize);
    }

    public string? NetworkFileSystem(string path) => Posix.FileSystemType(path) is { } magic ? NetworkFileSystems.NameOf(magic) : null;

    private sealed class LocalFile(string path, SafeFileHandle handle) : INewFile
    {
        private long _offset;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            RandomAccess.Write(handle, bytes, _offset);
            _offset += bytes.Length;
        }

        public void Flush() => Posix.FlushFile(handle, path);

        public void Dispose() => handle.Dispose();
    }
}
