using Enas.Pipeline.Events;
using Enas.Pipeline.Files;
using Enas.Storage.Files;
using Enas.Storage.Folders;

namespace Enas.Storage.Log;

/// <summary>
/// A search without any segment. One that died before its first commit has none, and may begin; so has one whose log was removed, and then
/// what is only ever made after a commit may still be there.
/// </summary>
internal static class AbsentLog
{
    /// <summary>What every verb says of a search without any segment where nothing shows which of both it is.</summary>
    public const string Words = "there are no segments: nothing was committed yet, or all of the log was removed";

    /// <summary>What shows that a log was here, in words; null where nothing does.</summary>
    /// <exception cref="LogUnavailableException">The folder cannot be listed.</exception>
    internal static async ValueTask<string?> DamageAsync(SearchFolder folder, CancellationToken cancellationToken) =>
        await EvidenceAsync(folder, cancellationToken) is { } evidence && !await HasBegunAsync(folder, cancellationToken)
            ? $"there are no segments, but {evidence}: the log was removed. Put the "
                + $"segments back, or begin the search again in another folder"
            : null;

    /// <summary>Refuses to begin a log anew where one was.</summary>
    /// <exception cref="LogDamagedException">One was.</exception>
    /// <exception cref="LogUnavailableException">The folder cannot be listed.</exception>
    internal static async ValueTask RefuseAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        if (await DamageAsync(folder, cancellationToken) is { } damage)
        {
            throw new LogDamagedException(damage) { IsBeyondRepair = true }.In(folder.Root);
        }
    }

    /// <summary>The folder of the log is not there, which a repair can do nothing about.</summary>
    internal static LogDamagedException NoFolder(SearchFolder folder, Exception absent) =>
        new LogDamagedException($"the folder {folder.Segments} is missing, and all of the "
            + $"log with it. Put it back, or begin the search again in another folder", absent)
        { IsBeyondRepair = true }.In(folder.Root);

    // A writer may have committed its first segment, and then published a checkpoint, after the segments were listed.
    private static async ValueTask<bool> HasBegunAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        var catalog = new SegmentCatalog(folder);
        await catalog.RefreshAsync(cancellationToken);
        return catalog.Count > 0;
    }

    private static async ValueTask<string?> EvidenceAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        var count = (await NamesAsync(folder, cancellationToken)).Count(CheckpointName.IsCanonical);
        return count > 0 ? $"checkpoints/ has {count} of its checkpoints"
            : folder.IsLocal && folder.Files.KindOf(Path.Combine(folder.Export, EntryNames.ReadingCache),
                followLinks: false) != FileKind.Absent ? $"export/{EntryNames.ReadingCache} tells of some"
            : null;
    }

    private static async ValueTask<IReadOnlyList<string>> NamesAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            return await folder.Store.ListAsync(EntryNames.Checkpoints, null, cancellationToken);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot list {folder.Checkpoints}", fault);
        }
    }
}
