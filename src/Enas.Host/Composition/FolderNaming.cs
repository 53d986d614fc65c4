using Enas.Host.Cli;
using Enas.Pipeline.Messages;

namespace Enas.Host.Composition;

/// <summary>Search folders as people name them, from the working directory.</summary>
internal static class FolderNaming
{
    /// <inheritdoc cref="FolderNames.Free" />
    public static string Free(string root, string name, string facts, string purpose = "") =>
        FolderNames.Free(Surroundings.FullPath(root), name, facts, purpose);

    /// <inheritdoc cref="FolderNames.Of" />
    public static string Of(string root, string name, string purpose = "") => FolderNames.Of(Surroundings.FullPath(root), name, purpose);

    /// <summary>Creates the folder of a search.</summary>
    /// <exception cref="CommandLineException">It belongs to another search or to a service.</exception>
    /// <exception cref="FolderOccupiedException">There is something in it already.</exception>
    /// <exception cref="NothingStartedException">The disk is full or failing.</exception>
    public static SearchFolder Create(string path, ReadOnlyMemory<byte> job, string resolvedJob)
    {
        OwnNames.Refuse(ForeignText.Shown(path), path);
        return FolderNames.Create(Surroundings.FullPath(path), job, resolvedJob);
    }

    /// <inheritdoc cref="FolderNames.SearchId" />
    public static string SearchId(SearchFolder folder) => FolderNames.SearchId(folder);
}
