using Enas.Pipeline.Events;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Work;
using Enas.Storage.Files;
using Enas.Storage.Stores;

namespace Enas.Storage.Work;

/// <summary>
/// Items of work in a shared folder, each a file <c>work-items/KEY.json</c>: for engines that carry the key alone. An item is data, and
/// whoever reads it checks that its key is the hash of what it says.
/// </summary>
internal sealed class StoredItems
{
    /// <summary>The folder of the items.</summary>
    public const string FolderName = "work-items";

    private const int MostTries = 5;

    private readonly ISearchStore _store;
    private readonly string _root;

    private StoredItems(ISearchStore store, string root) => (_store, _root) = (store, root);

    /// <summary>The items in a folder, which is made where it is not there.</summary>
    /// <param name="root">The folder, as a full path.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="LogUnavailableException">The disk refuses.</exception>
    public static async Task<StoredItems> InFolderAsync(string root, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.Combine(root, FolderName));
            Directory.CreateDirectory(Path.Combine(root, EntryNames.Staging));
            var store = new LocalSearchStore(LocalFileSystem.Default, root, StorageOptions.OfHost());
            await store.PrepareForWritingAsync(cancellationToken);
            return new StoredItems(store, root);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot keep items of work in {root}", fault);
        }
    }

    /// <summary>The file that whoever does an item writes for people, as a full path.</summary>
    /// <param name="root">The folder of the store, as a full path.</param>
    /// <param name="key">The item.</param>
    public static string LogOf(string root, WorkKey key) => Path.Combine(root, FolderName, $"{key.Hex}.log");

    /// <summary>The item of a key; null where there is none.</summary>
    /// <exception cref="BadInputException">What stands there is no item of that key.</exception>
    /// <exception cref="IOException">It cannot be told.</exception>
    public async ValueTask<WorkItem?> FindAsync(WorkKey key, CancellationToken cancellationToken)
    {
        if (await _store.TryReadAllAsync(NameOf(key), WorkMessage.MostBytes, cancellationToken) is not { } bytes)
        {
            return null;
        }

        var item = WorkMessage.TryRead(bytes) ?? throw Refused(key, "it is no item of work");
        return item.Key != key ? throw Refused(key, $"it is the item {item.Key.Hex}")
            : item.Fault is { } fault ? throw Refused(key, fault)
            : item;
    }

    /// <summary>Puts an item where there is none; one of the same key says the same, and what is none makes room.</summary>
    /// <exception cref="IOException">It cannot be put.</exception>
    public async ValueTask PutAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var bytes = WorkMessage.Write(item);
        var put = PutResult.Unknown("it was not tried");
        for (var tries = 0; tries < MostTries; tries++)
        {
            await using var staged = await _store.StageAsync(bytes.Length, sink => sink.Write(bytes));
            put = await staged.PutIfAbsentAsync(NameOf(item.Key));
            if (put.Outcome == PutOutcome.Stored || await IsThereAsync(item.Key, cancellationToken))
            {
                return;
            }

            await _store.DeleteAsync(NameOf(item.Key), cancellationToken);
        }

        throw new IOException($"cannot put {NameOf(item.Key)} into {_root}: {put.Reason}");
    }

    /// <summary>Removes an item that nobody needs any more, and what was written of it for people.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public async ValueTask ForgetAsync(WorkKey key, CancellationToken cancellationToken)
    {
        await _store.DeleteAsync(NameOf(key), cancellationToken);
        File.Delete(LogOf(_root, key));
    }

    private async ValueTask<bool> IsThereAsync(WorkKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(key, cancellationToken) is not null;
        }
        catch (BadInputException)
        {
            return false;
        }
    }

    private static string NameOf(WorkKey key) => $"{FolderName}/{key.Hex}.json";

    private BadInputException Refused(WorkKey key, string why) => new($"{_root}/{NameOf(key)} is refused: {why}");
}
