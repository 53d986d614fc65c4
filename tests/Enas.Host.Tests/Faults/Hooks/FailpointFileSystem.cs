using System.Collections.Concurrent;
using Enas.Pipeline.Files;

namespace Enas.Host.Tests.Faults.Hooks;

/// <summary>A file system that ends or stops this process at one point of a publication, and tells of commits; see
/// <see cref="FaultHooks"/>.</summary>
/// <param name="files">The disk.</param>
/// <param name="failpoint">Where.</param>
/// <param name="acknowledged">Told of each segment that is durable.</param>
/// <param name="ignoreLock">Grants the courtesy lock to everyone, as a file system without locks would.</param>
internal sealed class FailpointFileSystem(
    IFileSystem files, Failpoint? failpoint, Action<string>? acknowledged, bool ignoreLock) : IFileSystem
{
    // The newest segment of each log of this process that has its name and is not durable yet.
    private readonly ConcurrentDictionary<string, string> _linked = new(StringComparer.Ordinal);

    public void CreateDirectory(string path) => files.CreateDirectory(path);

    public void DeleteDirectory(string path) => files.DeleteDirectory(path);

    public bool DirectoryExists(string path) => files.DirectoryExists(path);

    public bool FileExists(string path) => files.FileExists(path);

    public FileKind KindOf(string path, bool followLinks) => files.KindOf(path, followLinks);

    public IReadOnlyList<string> List(string path) => files.List(path);

    public Stream OpenRead(string path) => files.OpenRead(path);

    public INewFile CreateNew(string path) =>
        failpoint is null ? files.CreateNew(path) : new FailpointFile(files.CreateNew(path), failpoint);

    public bool TryLink(string source, string target)
    {
        Reach(FolderOf(target), Failpoint.BeforeSegmentLink, Failpoint.BeforeCheckpointLink);
        var isLinked = files.TryLink(source, target);
        if (isLinked && FolderOf(target) is EntryNames.Segments)
        {
            _linked[Path.GetDirectoryName(target)!] = target;
        }

        return isLinked;
    }

    public void FlushDirectory(string path)
    {
        Reach(Path.GetFileName(path), Failpoint.BeforeSegmentFolderFlush, Failpoint.BeforeCheckpointFolderFlush);
        files.FlushDirectory(path);
        if (_linked.TryRemove(path, out var segment))
        {
            acknowledged?.Invoke(segment);
            failpoint?.Reach(Failpoint.AfterAcknowledge);
        }
    }

    public void Delete(string path) => files.Delete(path);

    public void Move(string source, string target) => files.Move(source, target);

    public DiskSpace? Space(string path) => files.Space(path);

    public string? NetworkFileSystem(string path) => files.NetworkFileSystem(path);

    public IDisposable? TryLock(string path) => ignoreLock ? Stream.Null : files.TryLock(path);

    private static string? FolderOf(string path) => Path.GetFileName(Path.GetDirectoryName(path));

    private void Reach(string? folder, string segmentPoint, string checkpointPoint)
    {
        if (folder is EntryNames.Segments or EntryNames.Checkpoints)
        {
            failpoint?.Reach(folder == EntryNames.Segments ? segmentPoint : checkpointPoint);
        }
    }

    private sealed class FailpointFile(INewFile file, Failpoint failpoint) : INewFile
    {
        private bool _begun;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            // Only checkpoints are written in several blocks; the first is their header.
            if (_begun && failpoint.IsDue(Failpoint.InCheckpointWrite))
            {
                file.Write(bytes[..(bytes.Length / 2)]);
                failpoint.Fire();
                bytes = bytes[(bytes.Length / 2)..];
            }

            _begun = true;
            file.Write(bytes);
        }

        public void Flush()
        {
            failpoint.Reach(Failpoint.BeforeFileFlush);
            file.Flush();
        }

        public void Dispose() => file.Dispose();
    }
}
