namespace Enas.Storage.Tests.Faults;

/// <summary>What a mutation leaves out of, or does to, the program under test.</summary>
internal enum Mutation
{
    None,

    /// <summary>Bytes are never flushed.</summary>
    NoFileFlush,

    /// <summary>Names are never flushed.</summary>
    NoFolderFlush,

    /// <summary>A name is taken by looking whether it is free and renaming, as <c>File.Move(overwrite: false)</c> does.</summary>
    PublishByRename,
}

/// <summary>The program as it would be with one of its durability calls removed: the fault tests must notice.</summary>
internal sealed class MutatedFileSystem(IFileSystem files, Mutation mutation) : IFileSystem
{
    public void CreateDirectory(string path) => files.CreateDirectory(path);

    public void DeleteDirectory(string path) => files.DeleteDirectory(path);

    public bool DirectoryExists(string path) => files.DirectoryExists(path);

    public bool FileExists(string path) => files.FileExists(path);

    public IReadOnlyList<string> List(string path) => files.List(path);

    public Stream OpenRead(string path) => files.OpenRead(path);

    public INewFile CreateNew(string path) =>
        mutation == Mutation.NoFileFlush ? new UnflushedFile(files.CreateNew(path)) : files.CreateNew(path);

    public bool TryLink(string source, string target)
    {
        if (mutation != Mutation.PublishByRename)
        {
            return files.TryLink(source, target);
        }

        if (files.FileExists(target))
        {
            return false;
        }

        files.Move(source, target);
        return true;
    }

    public void FlushDirectory(string path)
    {
        if (mutation != Mutation.NoFolderFlush)
        {
            files.FlushDirectory(path);
        }
    }

    public void Delete(string path) => files.Delete(path);

    public void Move(string source, string target) => files.Move(source, target);

    public IDisposable? TryLock(string path) => files.TryLock(path);

    private sealed class UnflushedFile(INewFile file) : INewFile
    {
        public void Write(ReadOnlySpan<byte> bytes) => file.Write(bytes);

        public void Flush()
        {
        }

        public void Dispose() => file.Dispose();
    }
}
