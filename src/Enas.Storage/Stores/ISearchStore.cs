using Enas.Storage.Files;

namespace Enas.Storage.Stores;

/// <summary>
/// Where one search is kept: what log, checkpoints and job files ask of a local folder or of an object store, and no more. Keys are
/// relative, with <c>/</c> between folder and name. Objects never change once they have a name. Failures are
/// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
/// </summary>
internal interface ISearchStore
{
    /// <summary>Folder or address, for people.</summary>
    string Location { get; }

    /// <summary>
    /// Called once before anything is written: refuses a place that cannot keep the promises of the log, and settles what a creation
    /// that died may have left unflushed. Writes nothing that stays.
    /// </summary>
    ValueTask PrepareForWritingAsync(CancellationToken cancellationToken);

    /// <summary>A courtesy to people who start a search twice: null when someone else holds it.</summary>
    ValueTask<IAsyncDisposable?> TryLockAsync(CancellationToken cancellationToken);

    /// <summary>Removes what dead writers left in staging, known by its name; called while the lock is held.</summary>
    void SweepStaging();

    /// <summary>Brings an object's bytes to where they can be read back and then given a name.</summary>
    /// <param name="byteCount">Number of bytes to come, for the check of free space.</param>
    /// <param name="write">Writes them.</param>
    ValueTask<IStagedObject> StageAsync(long byteCount, Action<IByteSink> write);

    ValueTask<bool> ExistsAsync(string key, CancellationToken cancellationToken);

    /// <summary>Opens an object whose <see cref="Stream.Length"/> is known; null when it is absent.</summary>
    ValueTask<Stream?> OpenReadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Names in a folder, without the folder, in ordinal order.</summary>
    /// <param name="folder">Key of the folder.</param>
    /// <param name="from">Names before this one may be left out; null for all.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    ValueTask<IReadOnlyList<string>> ListAsync(string folder, string? from, CancellationToken cancellationToken);

    /// <summary>Makes the name of an object that is there durable, for one that another process may have published
    /// and not flushed.</summary>
    ValueTask SettleAsync(string key);

    /// <summary>Removes an object; an absent one is fine.</summary>
    ValueTask DeleteAsync(string key, CancellationToken cancellationToken);
}

/// <summary>Bytes on their way: they can be read back, and given a name once. Disposing removes what is left in staging.</summary>
internal interface IStagedObject : IAsyncDisposable
{
    /// <summary>The bytes as the store would publish them.</summary>
    Stream OpenRead();

    /// <summary>Gives the bytes a name that nothing has, durably. Never replaces anything.</summary>
    /// <returns>Stored, taken, or unknown where the store cannot tell after all its attempts.</returns>
    ValueTask<PutResult> PutIfAbsentAsync(string key);
}
