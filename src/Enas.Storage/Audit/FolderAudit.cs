using Enas.Pipeline.Events;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Storage.Files;
using Enas.Storage.Folders;
using Enas.Storage.Log;
using Enas.Storage.Stores;

namespace Enas.Storage.Audit;

/// <summary>Staging and quarantine: what was left there. An object store has neither.</summary>
internal static class FolderAudit
{
    public static IEnumerable<AuditFinding> Of(SearchFolder folder, IReadOnlyList<LogRow> repaired)
    {
        try
        {
            return folder.IsLocal ? [.. Leftovers(folder), .. Unfinished(folder, repaired)] : [];
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            throw FileFaults.Unavailable($"cannot list what stands in {folder.Root}", fault);
        }
    }

    private static IEnumerable<AuditFinding> Leftovers(SearchFolder folder) =>
        (folder.Files.DirectoryExists(folder.Staging) ? folder.Files.List(folder.Staging) : [])
            .Where(name => name != LocalSearchStore.LockName)
            .Select(name => Publication.IsStagingName(name) && folder.Files.KindOf(Path.Combine(folder.Staging, name), followLinks: false) == FileKind.Regular
                ? new AuditFinding(
                    FindingCodes.Leftover, IsDamage: false, $"_tmp/{name}", null, null,
                    $"_tmp/{name} was left by a writer that died, or one that runs uses it; the next writer removes it")
                : new AuditFinding(
                    FindingCodes.ForeignFile, IsDamage: false, $"_tmp/{name}", null, null,
                    $"_tmp/{ForeignText.Shown(name)} is not what a writer leaves there; no writer removes it"));

    private static IEnumerable<AuditFinding> Unfinished(SearchFolder folder, IReadOnlyList<LogRow> repaired) =>
        QuarantineFolders.Unrecorded(folder, repaired).Select(name => new AuditFinding(
            FindingCodes.RepairUnfinished, IsDamage: true, name, null, null, $"{name}: a repair was cut short, and the log does not tell of it yet; repair again"));
}
