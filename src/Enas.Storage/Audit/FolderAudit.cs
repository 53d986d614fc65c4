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
            .Where(name => name != LocalSearchStore.LockName || KindOf(folder, name) != FileKind.Regular)
            .Select(name => name == LocalSearchStore.LockName
                ? new AuditFinding(
                    FindingCodes.ForeignFile, IsDamage: true, $"_tmp/{name}", null, null,
                    $"_tmp/{name} is {RegularFile.WordsOf(KindOf(folder, name))}, and must "
                        + $"be a regular file: no writer opens this search until it is moved away by hand")
                : Publication.IsStagingName(name) && KindOf(folder, name) == FileKind.Regular
                ? new AuditFinding(
                    FindingCodes.Leftover, IsDamage: false, $"_tmp/{name}", null, null,
                    $"_tmp/{name} was left by a writer that died, or one that runs uses it; the next writer removes it")
                : new AuditFinding(
                    FindingCodes.ForeignFile, IsDamage: false, $"_tmp/{name}", null, null,
                    $"_tmp/{ForeignText.Shown(name)} is not what a writer leaves there; no writer removes it"));

    private static FileKind KindOf(SearchFolder folder, string name) =>
        folder.Files.KindOf(Path.Combine(folder.Staging, name), followLinks: false);

    private static IEnumerable<AuditFinding> Unfinished(SearchFolder folder, IReadOnlyList<LogRow> repaired) =>
        QuarantineFolders.Unrecorded(folder, repaired).Select(name => new AuditFinding(
            FindingCodes.RepairUnfinished,
                IsDamage: true, name, null, null, $"{name}: a repair was cut short, and the log does not tell of it yet; repair again"));
}
