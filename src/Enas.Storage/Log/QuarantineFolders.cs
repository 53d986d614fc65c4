using Enas.Pipeline.Events;
using Enas.Storage.Files;
using Enas.Storage.Folders;

namespace Enas.Storage.Log;

/// <summary>The folders that repairs moved files to, each with a manifest; the log has a <c>repaired</c> event for each
/// that was finished.</summary>
internal static class QuarantineFolders
{
    public const string ManifestName = "repair.json";

    /// <summary>All of them, as paths within the search.</summary>
    public static IEnumerable<string> Of(SearchFolder folder) =>
        folder.Files.DirectoryExists(folder.Quarantine)
            ? folder.Files.List(folder.Quarantine).Select(name => $"{EntryNames.Quarantine}/{name}") : [];

    /// <summary>Those that have a manifest and no <c>repaired</c> event.</summary>
    public static IReadOnlyList<string> Unrecorded(SearchFolder folder, IReadOnlyList<LogRow> repaired)
    {
        var recorded = repaired.Select(row => RepairRecord.FromRow(row).Quarantine).ToHashSet(StringComparer.Ordinal);
        return [.. Of(folder).Where(path => !recorded.Contains(path) && folder.Files.FileExists(folder.PathOf($"{path}/{ManifestName}")))];
    }
}
