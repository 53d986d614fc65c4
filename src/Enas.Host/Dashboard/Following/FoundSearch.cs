namespace Enas.Host.Dashboard.Following;

/// <summary>A search that is served.</summary>
/// <param name="Id">What it is called in addresses.</param>
/// <param name="Root">The folder that it was found in, as it was given.</param>
/// <param name="Path">Its own folder.</param>
internal sealed record FoundSearch(string Id, string Root, string Path)
{
    /// <summary>Name of its folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path.TrimEnd(System.IO.Path.DirectorySeparatorChar));
}
