using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Tasks.Folders;

/// <summary>An entry of a data folder that was not read because it is known to be harmless.</summary>
/// <param name="Path">Relative to the data folder.</param>
/// <param name="Reason">What it is taken for, in words.</param>
internal sealed record PassedOver(string Path, string Reason);

/// <summary>
/// Accounts for every entry of a data folder: it was read, is known to be harmless, or is refused by name. Nothing is passed
/// over in silence.
/// </summary>
internal sealed class FolderInventory
{
    /// <summary>No data set is nested this deep.</summary>
    private const int DeepestFolder = 24;
    private readonly string _folder;
    private readonly string _layout;
    private readonly SortedSet<string> _read;
    private readonly Func<string, string?> _reasonFor;
    private readonly Func<string, bool> _isTold;
    private readonly DataFaults _faults;
    private readonly List<PassedOver> _passedOver = [];

    private FolderInventory(string folder,
        string layout, SortedSet<string> read, Func<string, string?> reasonFor, Func<string, bool> isTold, DataFaults faults)
    {
        (_folder, _layout, _read, _reasonFor, _isTold, _faults) = (folder, layout, read, reasonFor, isTold, faults);
    }

    /// <summary>What was passed over; what is neither read nor harmless is added to the faults.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="layout">How it was read, for messages.</param>
    /// <param name="read">The paths of the files that were read, each beginning with <paramref name="folder"/>.</param>
    /// <param name="reasonFor">Why a file that was not read is harmless, or null.</param>
    /// <param name="isTold">Whether a link to a folder is read, or among the faults already.</param>
    /// <param name="faults">Takes the others.</param>
    public static IReadOnlyList<PassedOver> Take(
        string folder, string layout, SortedSet<string> read, Func<string, string?> reasonFor, Func<string, bool> isTold, DataFaults faults)
    {
        var inventory = new FolderInventory(folder, layout, read, reasonFor, isTold, faults);
        inventory.Walk(folder, 0);
        return inventory._passedOver;
    }

    private void Walk(string folder, int depth)
    {
        if (depth > DeepestFolder)
        {
            _faults.Add($"{ForeignText.Shown(folder)}: folders are nested more than {DeepestFolder} deep. Move it out.");
            return;
        }

        foreach (var path in Entries(folder))
        {
            if (FileNames.KindOf(path) == FileKind.Directory)
            {
                Folder(path, depth);
            }
            else if (!_read.Contains(path))
            {
                File(path);
            }
        }
    }

    private void Folder(string path, int depth)
    {
        var inside = path + Path.DirectorySeparatorChar;
        if (_read.GetViewBetween(inside, inside + char.MaxValue).Min is not null)
        {
            Walk(path, depth + 1);
        }
        else if (HarmlessNames.IsLeftBehind(Path.GetFileName(path)))
        {
            _passedOver.Add(new PassedOver(Relative(inside), "hidden or left behind by a system, with all in it"));
        }
        else if (FolderLinks.IsLink(path))
        {
            Link(path);
        }
        else if (FirstOfSubstance(path, depth + 1) is { } first)
        {
            var named = first == path ? string.Empty : $" (in it: {ForeignText.Shown(Path.GetRelativePath(path, first))})";
            _faults.Add($"{ForeignText.Shown(inside)}: this folder{named} is no part "
                + $"of what was read here ({_layout}). Move it out, or rename it.");
        }
        else
        {
            _passedOver.Add(new PassedOver(Relative(inside), "nothing but notes in it"));
        }
    }

    /// <summary>What a link leads to is not looked at: it can be anything, and a folder above.</summary>
    private void Link(string path)
    {
        if (!_isTold(path))
        {
            _faults.Add($"{ForeignText.Shown(path)}: is a link to a folder; links are followed "
                + $"in the place of train/, valid/, test/ or the folder of a class only. Remove it, or put the folder itself there.");
        }
    }

    private void File(string path)
    {
        var kind = FileNames.KindOf(path);
        if (kind != FileKind.Regular)
        {
            var what = kind == FileKind.Absent ? "a link to nothing" : RegularFile.WordsOf(kind);
            _faults.Add($"{ForeignText.Shown(path)}: is {what}; a data folder holds regular files. Move it out.");
        }
        else if (_reasonFor(path) is { } reason)
        {
            _passedOver.Add(new PassedOver(Relative(path), reason));
        }
        else
        {
            _faults.Add($"{ForeignText.Shown(path)}: this file is no part of what was read here ({_layout}). Move it out, or rename it.");
        }
    }

    /// <summary>The first entry in a folder that is not known to be harmless; the folder itself where it is nested too deep.</summary>
    private string? FirstOfSubstance(string folder, int depth)
    {
        if (depth > DeepestFolder)
        {
            return folder;
        }

        foreach (var path in Entries(folder))
        {
            var kind = FileNames.KindOf(path);
            var found = kind == FileKind.Directory && FolderLinks.IsLink(path)
                ? HarmlessNames.IsLeftBehind(Path.GetFileName(path)) ? null : path
                : kind == FileKind.Directory
                ? HarmlessNames.IsLeftBehind(Path.GetFileName(path)) ? null : FirstOfSubstance(path, depth + 1)
                : kind == FileKind.Regular && HarmlessNames.ReasonFor(Path.GetFileName(path)) is not null ? null : path;
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private string[] Entries(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _faults.Add($"{ForeignText.Shown(folder)}: the folder cannot be read: {ForeignText.Shown(error.Message)}");
            return [];
        }
    }

    private string Relative(string path) => path.StartsWith(_folder, StringComparison.Ordinal)
        ? path[_folder.Length..].TrimStart(Path.DirectorySeparatorChar)
        : path;
}
