using Enas.Pipeline.Events;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Storage.Files;
using Enas.Storage.Stores;

namespace Enas.Storage.Folders;

/// <summary>Creates a search in a local folder: the folders, durably, then the two job files, the one that makes it
/// a search last.</summary>
internal static class LocalCreation
{
    private const int ProbeBytes = 1 << 20;

    public static void Create(SearchFolder folder, StorageOptions options, ReadOnlySpan<byte> job, ReadOnlySpan<byte> resolvedJob)
    {
        var made = new List<string>();
        try
        {
            RefuseOccupied(folder);
            CreateFolders(folder, options, made);
            Probe(folder);
            Publish(folder, folder.ResolvedJob, resolvedJob);
            Publish(folder, folder.Job, job);
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            Undo(folder, made);
            throw FileFaults.Unavailable($"cannot create the search folder {folder.Root}", fault);
        }
        catch (Exception refusal) when (refusal is LogUnavailableException or ArgumentException)
        {
            Undo(folder, made);
            throw;
        }
    }

    /// <summary>Removes the folders that this creation made, newest first, as far as they hold nothing else. What cannot
    /// be removed stays.</summary>
    private static void Undo(SearchFolder folder, List<string> made)
    {
        try
        {
            if (made.Contains(folder.Root) && !folder.Files.FileExists(folder.Job))
            {
                folder.Files.Delete(folder.ResolvedJob);
            }

            for (var i = made.Count - 1; i >= 0 && folder.Files.List(made[i]).Count == 0; i--)
            {
                folder.Files.DeleteDirectory(made[i]);
            }
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
        }
    }

    private static void Make(SearchFolder folder, string path, List<string> made)
    {
        if (!folder.Files.DirectoryExists(path))
        {
            folder.Files.CreateDirectory(path);
            made.Add(path);
        }
    }

    private static void RefuseOccupied(SearchFolder folder)
    {
        if (!folder.Files.DirectoryExists(folder.Root))
        {
            if (folder.Files.FileExists(folder.Root))
            {
                throw new ArgumentException($"{folder.Root} is a file; a search needs a folder");
            }

            return;
        }

        // What a creation that died half-way leaves behind is not a search yet, and may be completed.
        foreach (var name in folder.Files.List(folder.Root))
        {
            var path = Path.Combine(folder.Root, name);
            if (!IsAbandoned(folder, path, folder.Files.KindOf(path, followLinks: false)))
            {
                throw new ArgumentException(
                    $"{folder.Root} is not empty ({ForeignText.Shown(name)} is there): a new search needs an absent or empty folder");
            }
        }
    }

    private static bool IsAbandoned(SearchFolder folder, string path, FileKind kind) => kind switch
    {
        FileKind.Regular => path == folder.ResolvedJob,
        FileKind.Directory => path == folder.Staging || (IsFolderOf(folder, path) && folder.Files.List(path).Count == 0),
        _ => false,
    };

    private static bool IsFolderOf(SearchFolder folder, string path) =>
        path == folder.Segments || path == folder.Checkpoints || path == folder.Export || path == folder.Quarantine;

    private static void CreateFolders(SearchFolder folder, StorageOptions options, List<string> made)
    {
        // A new name is durable only when its parent is flushed, and the parents may be new too.
        var absent = new List<string>();
        for (var path = folder.Root; path is not null && !folder.Files.DirectoryExists(path); path = Path.GetDirectoryName(path))
        {
            absent.Add(path);
        }

        foreach (var path in Enumerable.Reverse(absent))
        {
            Make(folder, path, made);
        }

        NetworkFileSystems.Refuse(folder.Files, folder.Root, options.AllowNetworkFileSystem);
        FreeSpace.Require(folder.Files, folder.Root, ProbeBytes, options.MinimumFreeMegabytes);
        foreach (var path in new[] { folder.Segments, folder.Checkpoints, folder.Export, folder.Staging, folder.Quarantine })
        {
            Make(folder, path, made);
        }

        folder.Files.FlushDirectory(folder.Root);
        foreach (var path in absent)
        {
            folder.Files.FlushDirectory(Path.GetDirectoryName(path) ?? path);
        }
    }

    private static void Probe(SearchFolder folder)
    {
        var path = Publication.StagingPath(folder.Staging);
        try
        {
            Publication.Stage(folder.Files, path, new byte[ProbeBytes]);
        }
        finally
        {
            Publication.Discard(folder.Files, path);
        }
    }

    private static void Publish(SearchFolder folder, string path, ReadOnlySpan<byte> bytes)
    {
        var staged = Publication.StagingPath(folder.Staging);
        try
        {
            Publication.Stage(folder.Files, staged, bytes);
            if (Publication.TryPublish(folder.Files, staged, path)
                || bytes.SequenceEqual(Publication.ReadAll(folder.Files, path, SearchFolder.MostJobBytes)))
            {
                return;
            }
        }
        finally
        {
            Publication.Discard(folder.Files, staged);
        }

        throw new ArgumentException($"{path} is there already with other content: a new search needs an absent or empty folder");
    }
}
