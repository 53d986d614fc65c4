using Enas.Host.Cli;
using Enas.Pipeline.Messages;

namespace Enas.Host.Composition;

/// <summary>Search folders as people name them, from the working directory.</summary>
internal static class FolderNaming
{
    /// <inheritdoc cref="FolderNames.FreeAsync" />
    public static ValueTask<string> FreeAsync(string root, string name, string facts, string purpose = "") =>
        FolderNames.FreeAsync(Surroundings.FullPlace(root), name, facts, purpose);

    /// <inheritdoc cref="FolderNames.Of" />
    public static string Of(string root, string name, string purpose = "") => FolderNames.Of(Surroundings.FullPlace(root), name, purpose);

    /// <summary>Creates the folder of a search.</summary>
    /// <exception cref="CommandLineException">It belongs to another search or to a service.</exception>
    /// <exception cref="FolderOccupiedException">There is something in it already.</exception>
    /// <exception cref="NothingStartedException">The disk is full or failing.</exception>
    public static async Task<SearchFolder> CreateAsync(string path, ReadOnlyMemory<byte> job, string resolvedJob)
    {
        var full = Surroundings.FullSearch(path);
        await OwnNames.RefuseAsync(ForeignText.Shown(path), path);
        if (!StoreCatalog.IsAddress(full) && Path.GetDirectoryName(full) is { } above)
        {
            OutputFolder.RequireNoFile(ForeignText.Shown(path), above);
        }

        return await FolderNames.CreateAsync(full, job, resolvedJob);
    }

    /// <inheritdoc cref="FolderNames.SearchId" />
    public static string SearchId(SearchFolder folder) => FolderNames.SearchId(folder);
}
