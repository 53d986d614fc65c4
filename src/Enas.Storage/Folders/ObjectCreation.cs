using Enas.Pipeline.Events;
using Enas.Storage.Files;
using Enas.Storage.Stores;

namespace Enas.Storage.Folders;

/// <summary>Creates a search under a prefix of an object store: the two job files, the one that makes it a search last.</summary>
internal static class ObjectCreation
{
    /// <exception cref="ArgumentException">The prefix has objects already.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such bucket.</exception>
    /// <exception cref="LogUnavailableException">The store does not answer, refuses, or cannot hold a search.</exception>
    public static async ValueTask CreateAsync(
        ISearchStore store, ReadOnlyMemory<byte> job, ReadOnlyMemory<byte> resolvedJob, CancellationToken cancellationToken)
    {
        try
        {
            await RefuseOccupiedAsync(store, cancellationToken);
            await store.PrepareForWritingAsync(cancellationToken);
            await PublishAsync(store, EntryNames.ResolvedJob, resolvedJob);
            await PublishAsync(store, EntryNames.Job, job);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault) && fault is not DirectoryNotFoundException)
        {
            throw FileFaults.Unavailable($"cannot create the search {store.Location}", fault);
        }
    }

    // What a creation that died half-way leaves behind is not a search yet, and may be completed.
    private static async ValueTask RefuseOccupiedAsync(ISearchStore store, CancellationToken cancellationToken)
    {
        foreach (var name in await store.ListAsync("", null, cancellationToken))
        {
            if (name != EntryNames.ResolvedJob && !name.StartsWith(EntryNames.Staging + "/", StringComparison.Ordinal))
            {
                throw new ArgumentException(
                    $"{store.Location} is not empty ({name} is there): a new search needs a prefix without objects");
            }
        }
    }

    private static async ValueTask PublishAsync(ISearchStore store, string key, ReadOnlyMemory<byte> bytes)
    {
        await using var staged = await store.StageAsync(bytes.Length, sink => sink.Write(bytes.Span));
        var result = await staged.PutIfAbsentAsync(key);
        switch (result.Outcome)
        {
            case PutOutcome.Stored:
                return;
            case PutOutcome.Taken:
                throw new ArgumentException(
                    $"{store.Location}/{key} is there already with other content: a new search needs a prefix without objects");
            default:
                throw new IOException($"whether {key} was written is unknown ({result.Reason}); the search may be created again");
        }
    }
}
