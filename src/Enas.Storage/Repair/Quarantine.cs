using System.Globalization;
using System.Security.Cryptography;
using Enas.Pipeline.Events;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Storage.Files;
using Enas.Storage.Folders;
using Enas.Storage.Log;

namespace Enas.Storage.Repair;

/// <summary>
/// Moves files aside and never loses one: <c>repair.json</c> says first what will be moved; then each file gets its second name, that name
/// is made durable, and only then the first one goes. Whatever moment that is cut short at, the same repair can be finished.
/// </summary>
internal static class Quarantine
{
    /// <summary>About 150 bytes a file; a log of a hundred thousand segments has less.</summary>
    private const long MostManifestBytes = 64L << 20;

    /// <summary>The first free folder for a repair, as a path within the search.</summary>
    public static string Free(SearchFolder folder)
    {
        var taken = QuarantineFolders.Of(folder).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, int.MaxValue - 1)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"{EntryNames.Quarantine}/{number:D4}"))
            .First(path => !taken.Contains(path));
    }

    /// <summary>The manifest of a quarantine folder.</summary>
    /// <exception cref="LogDamagedException">It is not one.</exception>
    public static RepairRecord Read(SearchFolder folder, string path)
    {
        FolderShape.RequireFolder(folder, folder.PathOf(path));
        return RepairRecord.TryParse(
            Publication.ReadAll(folder.Files, folder.PathOf($"{path}/{QuarantineFolders.ManifestName}"), MostManifestBytes)) is { } record
            && record.Quarantine == path && record.Files.All(file => IsOfSearch(file.File))
            ? record
            : throw new LogDamagedException($"{ForeignText.Shown(path)}/{QuarantineFolders.ManifestName} "
                + $"is not what a repair writes; move {ForeignText.Shown(path)} away by hand")
            { IsBeyondRepair = true };
    }

    /// <summary>Refuses what stands by the name of a file that is to be moved and is none.</summary>
    /// <exception cref="LogDamagedException">It is a folder, a link, a pipe or the like.</exception>
    public static void RequireFile(SearchFolder folder, string file)
    {
        if (folder.Files.KindOf(folder.PathOf(file), followLinks: false) is var kind and not (FileKind.Regular or FileKind.Absent))
        {
            throw new LogDamagedException(
                $"{ForeignText.Shown(file)} is {RegularFile.WordsOf(kind)}; a repair moves only files: move it away by hand")
            {
                IsBeyondRepair = true
            };
        }
    }

    /// <summary>Size and digest of a file as it stands.</summary>
    public static QuarantinedFile Describe(SearchFolder folder, string file)
    {
        using var stream = folder.Files.OpenRead(folder.PathOf(file));
        return new QuarantinedFile(file, Convert.ToHexStringLower(SHA256.HashData(stream)), stream.Length);
    }

    /// <summary>Says durably what will be moved.</summary>
    public static void Announce(SearchFolder folder, RepairRecord record)
    {
        FolderShape.RequireFolder(folder, folder.PathOf(record.Quarantine));
        folder.Files.CreateDirectory(folder.Quarantine);
        folder.Files.CreateDirectory(folder.PathOf(record.Quarantine));
        folder.Files.FlushDirectory(folder.Root);
        folder.Files.FlushDirectory(folder.Quarantine);
        var staged = Publication.StagingPath(folder.Staging);
        try
        {
            Publication.Stage(folder.Files, staged, record.ToBytes());
            Publication.TryPublish(folder.Files, staged, folder.PathOf($"{record.Quarantine}/{QuarantineFolders.ManifestName}"));
        }
        finally
        {
            Publication.Discard(folder.Files, staged);
        }
    }

    /// <summary>
    /// Moves what a record says, the last file first: the log stays damaged at the same place until the first bad segment itself has gone.
    /// A file that was moved already is left alone, and so is one of the same name that is not the recorded one.
    /// </summary>
    public static void Move(SearchFolder folder, RepairRecord record)
    {
        foreach (var part in record.Files.Reverse().GroupBy(file => Path.GetDirectoryName(file.File)!))
        {
            var target = folder.PathOf($"{record.Quarantine}/{part.Key}");
            FolderShape.RequireFolder(folder, target);
            folder.Files.CreateDirectory(target);
            folder.Files.FlushDirectory(folder.PathOf(record.Quarantine));
            var moved = part.Where(file => Link(folder, file, target)).ToArray();
            folder.Files.FlushDirectory(target);
            foreach (var file in moved)
            {
                folder.Files.Delete(folder.PathOf(file.File));
            }

            folder.Files.FlushDirectory(folder.PathOf(part.Key));
        }
    }

    private static bool Link(SearchFolder folder, QuarantinedFile file, string target)
    {
        var source = folder.PathOf(file.File);
        RequireFile(folder, file.File);
        if (!folder.Files.FileExists(source) || Describe(folder, file.File) != file)
        {
            return false;
        }

        // When the name is taken, a repair was cut short between the two names, and the one in quarantine is the same file.
        folder.Files.TryLink(source, Path.Combine(target, Path.GetFileName(file.File)));
        return true;
    }

    // A repair moves files of two folders and no others. A manifest that came with the folder could name anything.
    private static bool IsOfSearch(string file) =>
        file.Split('/') is [EntryNames.Segments or EntryNames.Checkpoints, { Length: > 0 } name]
            && name is not ("." or "..") && !name.Contains('\0', StringComparison.Ordinal)
        && Path.GetFileName(name) == name;
}
