namespace Enas.Storage.Places;

/// <summary>
/// Names of places, paths of this machine and addresses of object stores alike. The runtime's own functions for paths take the two slashes
/// of an address for one.
/// </summary>
internal static class Place
{
    private const char Separator = '/';

    /// <summary>A name within a place.</summary>
    public static string Combine(string place, string name) =>
        StoreCatalog.IsAddress(place) ? $"{place.TrimEnd(Separator)}/{name}" : Path.Combine(place, name);

    /// <summary>What a place is in.</summary>
    public static string ParentOf(string place) =>
        StoreCatalog.IsAddress(place) ? place[..place.TrimEnd(Separator).LastIndexOf(Separator)] : Path.GetDirectoryName(place)!;

    /// <summary>The last part of a place's name.</summary>
    public static string NameOf(string place) => Path.GetFileName(place);

    /// <summary>The full path, or the address in the one way in which it is written.</summary>
    /// <exception cref="ArgumentException">It is meant to be an address, and is none.</exception>
    public static string FullNameOf(string place) => StoreCatalog.AddressOf(place)?.Text ?? Path.GetFullPath(place);
}
