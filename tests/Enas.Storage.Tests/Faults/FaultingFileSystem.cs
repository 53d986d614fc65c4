namespace Enas.Storage.Tests.Faults;

/// <summary>Counts every operation that can fail on a real disk, and fails those that it is told to, before or after
/// they took effect.</summary>
internal sealed class FaultingFileSystem(IFileSystem files) : IFileSystem
{
    /// <summary>Number of operations so far.</summary>
    public int Operations { get; private set; }

    /// <summary>Fails an operation before it takes effect: given its number and name.</summary>
    public Func<int, string, Exception?> Before { get; set; } = (_, _) => null;

    /// <summary>Fails an operation after it took effect.</summary>
    public Func<int, string, Exception?> After { get; set; } = (_, _) => null;

    /// <summary>Names of the operations, in order.</summary>
    public List<string> Trace { get; } = [];

    /// <summary>The failure of a failing disk.</summary>
    public static IOException InputOutputError() => new("input/output error", 5);

    public void CreateDirectory(string path) => Do("create-folder", () => files.CreateDirectory(path));

    public void DeleteDirectory(string path) => Do("delete-folder", () => files.DeleteDirectory(path));

    public bool DirectoryExists(string path) => files.DirectoryExists(path);

    public bool FileExists(string path) => files.FileExists(path);

    public IReadOnlyList<string> List(string path) => Do("list", () => files.List(path));

    public Stream OpenRead(string path) => Do("read", () => files.OpenRead(path));

    public INewFile CreateNew(string path) => new FaultingFile(this, Do("create", () => files.CreateNew(path)));

    public bool TryLink(string source, string target) => Do("link", () => files.TryLink(source, target));

    public void FlushDirectory(string path) => Do("flush-folder", () => files.FlushDirectory(path));

    public void Delete(string path) => Do("delete", () => files.Delete(path));

    public void Move(string source, string target) => Do("move", () => files.Move(source, target));

    public IDisposable? TryLock(string path) => Do("lock", () => files.TryLock(path));

    private void Do(string operation, Action act) => Do(operation, () =>
    {
        act();
        return true;
    });

    private T Do<T>(string operation, Func<T> act)
    {
        var number = ++Operations;
        Trace.Add(operation);
        if (Before(number, operation) is { } fault)
        {
            throw fault;
        }

        var result = act();
        return After(number, operation) is { } late ? throw late : result;
    }

    private sealed class FaultingFile(FaultingFileSystem faulting, INewFile file) : INewFile
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            var copy = bytes.ToArray();
            faulting.Do("write", () => file.Write(copy));
        }

        public void Flush() => faulting.Do("flush-file", file.Flush);

        public void Dispose() => file.Dispose();
    }
}
