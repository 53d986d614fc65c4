using Enas.Pipeline.Events;
using Enas.Pipeline.Files;

namespace Enas.Storage;

/// <summary>
/// A search without any segment. One that died before its first commit has none, and may begin; so has one whose log was removed, and then what is
/// only ever made after a commit may still be there.
/// </summary>
internal static class AbsentLog
{
    /// <summary>What an audit says.</summary>
    /// <exception cref="LogUnavailableException">The folder cannot be listed.</exception>
    public static async ValueTask<AuditFinding> FindingAsync(SearchFolder folder, CancellationToken cancellationToken) =>
        await EvidenceAsync(folder, cancellationToken) is { } evidence
            ? Finding(isDamage: true, Words(evidence))
            : Finding(isDamage: false, "there are no segments: nothing was committed yet, or all of the log was removed");

    /// <summary>Refuses to begin a log anew where one was.</summary>
    /// <exception cref="LogDamagedException">One was.</exception>
    /// <exception cref="LogUnavailableException">The folder cannot be listed.</exception>
    public static async ValueTask RefuseAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        if (await EvidenceAsync(folder, cancellationToken) is { } evidence)
        {
            throw new LogDamagedException(Words(evidence)) { IsBeyondRepair = true };
        }
    }

    private static string Words(string evidence) =>
        $"there are no segments, but {evidence}: the log was removed. Put the segments back, or begin the search again in another folder";

    private static async ValueTask<string?> EvidenceAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        var count = (await NamesAsync(folder, cancellationToken)).Count(CheckpointName.IsCanonical);
        return count > 0 ? $"checkpoints/ has {count} of its checkpoints"
            : folder.IsLocal && folder.Files.KindOf(Path.Combine(folder.Export, CacheRecord.Name), followLinks: false) != FileKind.Absent ? $"export/{CacheRecord.Name} tells of some"
            : null;
    }

    private static async ValueTask<IReadOnlyList<string>> NamesAsync(SearchFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            return await folder.Store.ListAsync(SearchFolder.CheckpointsName, null, cancellationToken);
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

    private static AuditFinding Finding(bool isDamage, string message) => new(FindingCodes.NoSegments, isDamage, SearchFolder.SegmentsName, null, null, message);
}
