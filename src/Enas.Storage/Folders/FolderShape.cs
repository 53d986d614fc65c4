using Enas.Pipeline.Events;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;

namespace Enas.Storage.Folders;

/// <summary>
/// What stands in a search's folder must be what a search has there. A folder that came from somebody else may hold a link by the name of
/// one of its folders, and whatever is written, moved or deleted in it would then be written, moved or deleted somewhere else.
/// </summary>
internal static class FolderShape
{
    /// <summary>Refuses a search one of whose folders is a link or no folder, or one of whose job files is no file.</summary>
    /// <exception cref="LogDamagedException">It is such a one.</exception>
    public static void Check(SearchFolder folder)
    {
        if (!folder.IsLocal)
        {
            return;
        }

        foreach (var path in new[] { folder.Segments, folder.Checkpoints, folder.Export, folder.Staging, folder.Quarantine })
        {
            RequireFolder(folder, path);
        }

        RequireFile(folder, folder.Job);
        RequireFile(folder, folder.ResolvedJob);
    }

    /// <summary>Refuses a link, or anything else that is not a file, where a job file stands: it is shown to whoever asks for the
    /// search, and a link could lead to anything that the reader may read.</summary>
    /// <exception cref="LogDamagedException">There is such a thing.</exception>
    public static void RequireFile(SearchFolder folder, string path)
    {
        if (folder.Files.KindOf(path, followLinks: false) is var kind and not (FileKind.Absent or FileKind.Regular))
        {
            throw new LogDamagedException($"{Name(folder, path)} is {RegularFile.WordsOf(kind)}, and "
                + $"must be a regular file. Nothing was changed; put the file back by hand")
            { IsBeyondRepair = true }.In(folder.Root);
        }
    }

    /// <summary>Refuses a link, or anything else that is not a folder, where a folder of the search stands or will stand.</summary>
    /// <exception cref="LogDamagedException">There is such a thing.</exception>
    public static void RequireFolder(SearchFolder folder, string path)
    {
        if (folder.Files.KindOf(path, followLinks: false) is var kind and not (FileKind.Absent or FileKind.Directory))
        {
            throw new LogDamagedException(
                $"{Name(folder, path)} is {RegularFile.WordsOf(kind)}; the folders of "
                    + $"a search are folders of its own and never links. Nothing was changed; put a folder in its place by hand")
            { IsBeyondRepair = true }.In(folder.Root);
        }
    }

    private static string Name(SearchFolder folder, string path) => ForeignText.Shown(Path.GetRelativePath(folder.Root, path));
}
