using Enas.Pipeline.Events;
using Enas.Storage.Files;
using Enas.Storage.Places;
using Enas.Storage.Stores;

namespace Enas.Storage.Folders;

/// <summary>Which names belong to a search, so that nobody else writes there.</summary>
internal static class SearchNames
{
    private const string CachePrefix = "reading-cache";

    /// <summary>
    /// The folder of the search that a path belongs to; null for a path that is free. All of a search's folder belongs to it but what lies
    /// in its
    /// <c>export</c> folder, and of that its reading cache does as well.
    /// </summary>
    /// <param name="path">A full path without links on the way.</param>
    public static string? OwnerOf(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (IsSearch(folder) && !IsFreeIn(folder, path))
            {
                return folder;
            }
        }

        return null;
    }

    /// <summary>The search that an object below an address belongs to; null for an address that is free.</summary>
    /// <param name="options">How the store is reached.</param>
    /// <exception cref="LogUnavailableException">The store cannot be read.</exception>
    public static async Task<string?> OwnerOfAsync(string address, StorageOptions options)
    {
        var last = StoreCatalog.AddressOf(address)!;
        for (var place = Place.ParentOf(address); place.Length > 0 && StoreCatalog.AddressOf(place) is { Prefix.Length: > 0 } above
            && above.Container == last.Container; place = Place.ParentOf(place))
        {
            if (!IsFree(address[(place.Length + 1)..].Split('/'))
                && await SearchFolder.IsSearchAsync(place, options, CancellationToken.None))
            {
                return place;
            }
        }

        return null;
    }

    // A job file alone makes no search here: people keep a job.json beside other files of theirs.
    private static bool IsSearch(string folder) =>
        File.Exists(Path.Combine(folder, EntryNames.ResolvedJob)) || HasSegments(Path.Combine(folder, EntryNames.Segments));

    private static bool HasSegments(string folder)
    {
        try
        {
            return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.parquet").Any();
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static bool IsFreeIn(string folder, string path) =>
        IsFree(Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar));

    private static bool IsFree(string[] parts) =>
        parts.Length > 1 && parts[0] == EntryNames.Export && !parts[1].StartsWith(CachePrefix, StringComparison.Ordinal);
}
