using Enas.Pipeline.Files;
using Enas.Storage.Files;

namespace Enas.Storage.Stores;

/// <summary>
/// A search in a local folder. An object is a file that is staged, flushed, linked to its name, and its folder flushed; the order of
/// these calls is <see cref="Publication"/>'s.
/// </summary>
internal sealed class LocalSearchStore(IFileSystem files, string root, StorageOptions options) : ISearchStore
{
    /// <summary>Name of the lock file in the staging folder.</summary>
    public const string LockName = "writer.lock";

    public string Location => root;

    private string Staging => Path.Combine(root, EntryNames.Staging);

    public ValueTask PrepareForWritingAsync(CancellationToken cancellationToken)
    {
        NetworkFileSystems.Refuse(files, root, options.AllowNetworkFileSystem);

        // Whoever created the folder may have died between giving it a name and making the name durable; a log must not stand on that.
        files.FlushDirectory(root);
        return ValueTask.CompletedTask;
    }

    public ValueTask<IAsyncDisposable?> TryLockAsync(CancellationToken cancellationToken)
    {
        files.CreateDirectory(Staging);
        return ValueTask.FromResult<IAsyncDisposable?>(
            files.TryLock(Path.Combine(Staging, LockName)) is { } held ? new HeldFile(held) : null);
    }

    public void SweepStaging()
    {
        // Only what a writer of ours left: what else is there was put there by somebody, and is theirs.
        foreach (var path in files.List(Staging).Where(Publication.IsStagingName).Select(name => Path.Combine(Staging, name)))
        {
            if (files.KindOf(path, followLinks: false) == FileKind.Regular)
            {
                files.Delete(path);
            }
        }
    }

    public ValueTask<IStagedObject> StageAsync(long byteCount, Action<IByteSink> write)
    {
        FreeSpace.Require(files, Staging, byteCount, options.MinimumFreeMegabytes);
        var staged = Publication.StagingPath(Staging);
        try
        {
            Publication.Stage(files, staged, write);
            return ValueTask.FromResult<IStagedObject>(new StagedFile(this, staged));
        }
        catch
        {
            Publication.Discard(files, staged);
            throw;
        }
    }

    public ValueTask<bool> ExistsAsync(string key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(files.FileExists(PathOf(key)));

    public ValueTask<Stream?> OpenReadAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return ValueTask.FromResult<Stream?>(files.OpenRead(PathOf(key)));
        }
        catch (FileNotFoundException)
        {
            return ValueTask.FromResult<Stream?>(null);
        }
    }

    public ValueTask<IReadOnlyList<string>> ListAsync(string folder, string? from, CancellationToken cancellationToken) =>
        ValueTask.FromResult(files.List(PathOf(folder)));

    public ValueTask SettleAsync(string key)
    {
        files.FlushDirectory(Path.GetDirectoryName(PathOf(key))!);
        return ValueTask.CompletedTask;
    }

    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
    {
        files.Delete(PathOf(key));
        return ValueTask.CompletedTask;
    }

    private string PathOf(string key) => Path.Combine(root, key);

    private sealed class StagedFile(LocalSearchStore store, string path) : IStagedObject
    {
        public Stream OpenRead() => store.OpenStaged(path);

        public ValueTask<PutResult> PutIfAbsentAsync(string key) => ValueTask.FromResult(store.Publish(path, key));

        public ValueTask DisposeAsync()
        {
            store.Discard(path);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class HeldFile(IDisposable held) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            held.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private Stream OpenStaged(string path) => files.OpenRead(path);

    private PutResult Publish(string staged, string key) =>
        Publication.TryPublish(files, staged, PathOf(key)) ? PutResult.Stored : PutResult.Taken;

    private void Discard(string path) => Publication.Discard(files, path);
}
