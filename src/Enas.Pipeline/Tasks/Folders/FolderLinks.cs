using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Tasks.Folders;

/// <summary>
/// Links to folders in a data folder. In the place of a part or a class one is followed if it leads to where nothing else is read; so no
/// image is read twice, and no link leads back to a folder above it.
/// </summary>
internal sealed class FolderLinks(string folder)
{
    private readonly List<string> _places = [RealPath.Of(folder)];
    private readonly SortedDictionary<string, string?> _known = new(StringComparer.Ordinal);

    /// <summary>Why a folder is not read, where it is a link that leads to other ones that are; null where it is.</summary>
    /// <param name="path">A folder, or a link to one.</param>
    /// <param name="isNew">Whether it was not asked about before.</param>
    public string? WhyNot(string path, out bool isNew)
    {
        isNew = false;
        if (!IsLink(path))
        {
            return null;
        }

        if (_known.TryGetValue(path, out var reason))
        {
            return reason;
        }

        isNew = true;
        return _known[path] = Judge(RealPath.Of(path));
    }

    /// <summary>Whether a link was asked about, and so is read or among the faults.</summary>
    public bool IsKnown(string path) => _known.ContainsKey(path);

    /// <summary>Whether a folder's name is a link.</summary>
    public static bool IsLink(string path) => FileNames.KindOf(path, followLinks: false) == FileKind.SymbolicLink;

    private string? Judge(string target)
    {
        if (_places.Find(place => Holds(place, target) || Holds(target, place)) is { } other)
        {
            var relation = other == target ? string.Empty
                : $"{(Holds(other, target) ? "lies in" : "holds")} {ForeignText.Shown(other)}, which ";
            return $"is a link to the folder {ForeignText.Shown(target)}, which {relation}is read already. "
                + "Remove the link, or put a folder of its own there.";
        }

        _places.Add(target);
        return null;
    }

    private static bool Holds(string place, string target) =>
        target == place || target.StartsWith(
            place.EndsWith(Path.DirectorySeparatorChar) ? place : place + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
