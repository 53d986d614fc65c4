namespace Enas.Storage.Tests;

/// <summary>Power is gone: nothing after this operation happened.</summary>
internal sealed class PowerLossException : Exception;

/// <summary>
/// A disk where bytes are durable only after a file flush and names only after a folder flush. It counts operations, can fail or lose
/// power at any of them, and can then be started again with what survived. Folders themselves are always durable.
/// </summary>
internal sealed class SimulatedDisk : IFileSystem
{
    private readonly Dictionary<string, Node> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Node> _durableNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    public int Operations { get; private set; }

    /// <summary>Number of the operation before which power is lost; 0 for never.</summary>
    public int PowerLossAt { get; set; }

    /// <summary>Decides about a failure at an operation: number, what it is, path.</summary>
    public Func<int, string, string, Exception?> Fault { get; set; } = (_, _, _) => null;

    /// <summary>Mutations of the program under test: leave a flush out.</summary>
    public bool IgnoreFileFlush { get; set; }

    public bool IgnoreFolderFlush { get; set; }

    public List<string> Trace { get; } = [];

    /// <summary>Room that the disk tells of; null when it does not tell.</summary>
    public DiskSpace? Room { get; set; }

    /// <summary>Name of the network file system that it is; null for a local disk.</summary>
    public string? Network { get; set; }

    public void CreateDirectory(string path)
    {
        for (var folder = path; folder is not null && _folders.Add(folder); folder = Path.GetDirectoryName(folder))
        {
        }
    }

    public void DeleteDirectory(string path)
    {
        if (List(path).Count > 0)
        {
            throw new IOException($"{path} is not empty");
        }

        _folders.Remove(path);
    }

    public bool DirectoryExists(string path) => _folders.Contains(path);

    public bool FileExists(string path) => _names.ContainsKey(path);

    public IReadOnlyList<string> List(string path) =>
        [.. _names.Keys.Concat(_folders)
            .Where(name => Path.GetDirectoryName(name) == path).Select(name => Path.GetFileName(name)!).Order(StringComparer.Ordinal)];

    public Stream OpenRead(string path)
    {
        Step("read", path);
        return _names.TryGetValue(path, out var node)
            ? new MemoryStream([.. node.Bytes], writable: false)
            : throw new FileNotFoundException("no such file", path);
    }

    public INewFile CreateNew(string path)
    {
        Step("create", path);
        var node = new Node();
        if (!_names.TryAdd(path, node))
        {
            throw new IOException($"{path} exists");
        }

        return new NewFile(this, node, path);
    }

    public bool TryLink(string source, string target)
    {
        Step("link", target);
        return _names.TryAdd(target, _names[source]);
    }

    public void FlushDirectory(string path)
    {
        Step("flush-folder", path);
        if (IgnoreFolderFlush)
        {
            return;
        }

        foreach (var name in _durableNames.Keys.Where(name => Path.GetDirectoryName(name) == path).ToArray())
        {
            _durableNames.Remove(name);
        }

        foreach (var (name, node) in _names.Where(pair => Path.GetDirectoryName(pair.Key) == path))
        {
            _durableNames[name] = node;
        }
    }

    public void Delete(string path)
    {
        Step("delete", path);
        _names.Remove(path);
    }

    public void Move(string source, string target)
    {
        Step("move", target);
        _names[target] = _names[source];
        _names.Remove(source);
    }

    /// <summary>Changes one bit of a file, durably.</summary>
    public void Corrupt(string path) => _names[path].Bytes[_names[path].Bytes.Count / 2] ^= 1;

    public IDisposable? TryLock(string path) => new MemoryStream();

    public DiskSpace? Space(string path) => Room;

    public string? NetworkFileSystem(string path) => Network;

    /// <summary>
    /// The disk after the power came back: what was durable, and of the rest whatever <paramref name="random"/> says; null keeps the
    /// least that the promises of a disk allow.
    /// </summary>
    public SimulatedDisk AfterPowerLoss(Random? random)
    {
        var disk = new SimulatedDisk();
        disk._folders.UnionWith(_folders);
        foreach (var name in _names.Keys.Union(_durableNames.Keys).Order(StringComparer.Ordinal))
        {
            var changed = !_names.TryGetValue(name, out var now) | !_durableNames.TryGetValue(name, out var durable) || now != durable;
            var node = changed && random is not null && random.Next(2) == 0 ? now : durable;
            if (node is not null)
            {
                var survivor = new Node();
                survivor.Bytes.AddRange(node.Survivors(random));
                survivor.DurableLength = survivor.Bytes.Count;
                disk._names[name] = survivor;
                disk._durableNames[name] = survivor;
            }
        }

        return disk;
    }

    private void Step(string operation, string path)
    {
        Operations++;
        Trace.Add($"{operation} {Path.GetFileName(Path.GetDirectoryName(path))}");
        if (PowerLossAt > 0 && Operations >= PowerLossAt)
        {
            throw new PowerLossException();
        }

        if (Fault(Operations, operation, path) is { } fault)
        {
            throw fault;
        }
    }

    private sealed class Node
    {
        public List<byte> Bytes { get; } = [];

        public int DurableLength { get; set; }

        public byte[] Survivors(Random? random)
        {
            var length = random is null ? DurableLength : random.Next(DurableLength, Bytes.Count + 1);
            var bytes = Bytes.Take(length).ToArray();
            for (var sector = DurableLength; random is not null && sector < length; sector += 512)
            {
                // A sector that was never flushed may hold anything.
                if (random.Next(3) == 0)
                {
                    bytes.AsSpan(sector, Math.Min(512, length - sector)).Clear();
                }
            }

            return bytes;
        }
    }

    private sealed class NewFile(SimulatedDisk disk, Node node, string path) : INewFile
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            disk.Step("write", path);
            node.Bytes.AddRange(bytes);
        }

        public void Flush()
        {
            disk.Step("flush-file", path);
            node.DurableLength = disk.IgnoreFileFlush ? node.DurableLength : node.Bytes.Count;
        }

        public void Dispose()
        {
        }
    }
}
