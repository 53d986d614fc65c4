using Enas.Host.Cli;
using Enas.Host.Settings;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;

namespace Enas.Host.Searches;

/// <summary>From what people type to a search's folder.</summary>
internal static class SearchLocator
{
    private const string JobName = "job.json";
    private const int MostNames = 20;
    private const string Newest = "@last";

    /// <summary>The place that a name means: a folder, an address of an object store, <c>@last</c>, or a unique prefix of a name
    /// or id under the runs root.</summary>
    /// <exception cref="NotFoundException">Nothing has this name.</exception>
    /// <exception cref="CommandLineException">More than one search has this prefix.</exception>
    public static string Find(string name, string? root = null)
    {
        root ??= HostSettings.Read().Runs.Root;
        if (name.Length == 0)
        {
            throw new CommandLineException($"\"\" is no name of a search; give its folder, the beginning of its name or id, or {Newest}");
        }

        if (StoreCatalog.IsAddress(name))
        {
            return Surroundings.FullSearch(name); // Whether there is one, its store says when it is opened.
        }

        if (StoreCatalog.IsAddress(root))
        {
            return IsSearch(Surroundings.FullPath(name)) ? Surroundings.FullPath(name)
                : throw new CommandLineException($"\"{ForeignText.Shown(name)}\" is no folder of a search, and searches go to "
                    + $"{ForeignText.Shown(root)} (ENAS__Runs__Root), an object store: name one there by its whole address, which "
                    + $"{CommandText.Of("ls")} lists");
        }

        if (name == Newest)
        {
            return Under(root).MaxBy(OpenedAt)
                ?? throw new NotFoundException($"no search under {Surroundings.FullPath(root)}; start one with: {CommandText.Of("demo")}");
        }

        if (IsSearch(Surroundings.FullPath(name)))
        {
            return Surroundings.FullPath(name);
        }

        var all = Under(root).ToArray();
        var exact = all.Where(path => Path.GetFileName(path) == name || Id(path) == name).ToArray();
        var found = exact.Length > 0 ? exact : [.. all.Where(path => Matches(path, name))];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new NotFoundException($"no search \"{ForeignText.Shown(name)}\": "
                + $"not a folder with {JobName}, and no name or id under {Surroundings.FullPath(root)} begins so{Near(all)}"),
            _ => throw new CommandLineException($"\"{ForeignText.Shown(name)}\" means {found.Length} searches: {Names(found, MostNames)}"),
        };
    }

    /// <summary>The places of several searches, each once. Folders of children beside their search, which a pattern of a shell names too,
    /// are passed over, and said to be.</summary>
    /// <exception cref="NotFoundException">Nothing has one of the names.</exception>
    /// <exception cref="CommandLineException">More than one search has one of the prefixes.</exception>
    public static string[] FindAll(IEnumerable<string> names, Terminal terminal)
    {
        var found = new List<string>();
        foreach (var name in names)
        {
            if (IsOfChildren(name))
            {
                terminal.Remark($"{ForeignText.Shown(name)} holds the children of a search and is passed over");
            }
            else
            {
                found.Add(Find(name));
            }
        }

        return found.Count > 0 ? [.. found.Distinct(StringComparer.Ordinal)]
            : throw new NotFoundException("no search: none of the folders that were named is one");
    }

    private static bool IsOfChildren(string name) => name.Length > 0 && !StoreCatalog.IsAddress(name)
        && Surroundings.FullPath(name) is var path && Directory.Exists(path) && !IsSearch(path)
        && ChildFolders.SearchOf(path) is { } search && IsSearch(search);

    /// <summary>The searches directly under a folder, by name.</summary>
    public static IEnumerable<string> Under(string root) => Folders(root).Where(IsSearch);

    /// <summary>The searches directly under a folder or an address, by name.</summary>
    /// <param name="root">The folder or address.</param>
    /// <param name="prefix">What names of folders begin with that are looked at; each of an object store costs a request.</param>
    public static async Task<IReadOnlyList<string>> UnderAsync(string root, string prefix = "")
    {
        var options = StorageOptions.OfHost();
        if (StoreCatalog.FolderAt(root, options) is not { } folder)
        {
            return [.. Under(root)];
        }

        var found = new List<string>();
        foreach (var path in (await folder.FoldersAsync(CancellationToken.None))
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => Place.Combine(root, name)))
        {
            if (await IsSearchAsync(path))
            {
                found.Add(path);
            }
        }

        return [.. NaturalOrder.Of(found, path => path)];
    }

    /// <summary>The folders directly under a folder of which nobody but their owner can say whether they are searches, by name.</summary>
    public static IEnumerable<string> Closed(string root) => Folders(root).Where(IsClosed);

    /// <summary>When a search was last opened for writing, as its folder's files tell.</summary>
    public static DateTime OpenedAt(string path)
    {
        var segments = Path.Combine(path, "segments");
        var newest = FileNames.KindOf(segments, followLinks: false) == FileKind.Directory
            ? Directory.EnumerateFiles(segments).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty().Max() : default;
        return newest == default ? File.GetLastWriteTimeUtc(Path.Combine(path, JobName)) : newest;
    }

    /// <summary>Whether a folder is a search.</summary>
    /// <remarks>Also one whose <c>job.json</c> is no file any more: it is refused in words when it is opened, and
    /// not passed over.</remarks>
    public static bool IsSearch(string path) => SearchFolder.IsSearch(path);

    /// <summary>Whether a place is a search.</summary>
    public static ValueTask<bool> IsSearchAsync(string place) =>
        SearchFolder.IsSearchAsync(place, StorageOptions.OfHost(), CancellationToken.None);

    private static IEnumerable<string> Folders(string root) => Surroundings.FullPath(root) is var full && Directory.Exists(full)
        ? NaturalOrder.Of([.. Directory.EnumerateDirectories(full).Order(StringComparer.Ordinal)], path => path) : [];

    private static bool IsClosed(string path)
    {
        try
        {
            using var entries = Directory.EnumerateFileSystemEntries(path).GetEnumerator();
            _ = entries.MoveNext();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static bool Matches(string path, string prefix) =>
        Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal) || Id(path).StartsWith(prefix, StringComparison.Ordinal);

    private static string Id(string path)
    {
        var name = Path.GetFileName(path);
        return name[(name.LastIndexOf('-') + 1)..];
    }

    private static string Names(string[] paths, int most) =>
        string.Join(", ", paths.Take(most).Select(path => ForeignText.Shown(Path.GetFileName(path))))
            + (paths.Length > most ? ", ..." : string.Empty);

    private static string Near(string[] all) => all.Length == 0 ? string.Empty : $". There is: {Names(all, 5)}";
}
