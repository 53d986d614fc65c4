using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;

namespace Enas.Host.Service;

/// <summary>
/// The folders that a service writes into are its own, inside its output folder. A link by the name of one leads to somebody else's, and
/// what is written would be written there.
/// </summary>
internal static class OwnFolder
{
    /// <summary>Where a service of an output folder keeps what is its own.</summary>
    public static string Of(string root) => Path.Combine(Path.GetFullPath(root), ".service");

    /// <summary>Where it keeps what its searches say to people.</summary>
    public static string LogsOf(string root) => Path.Combine(Of(root), "logs");

    /// <summary>Makes one where it is not there.</summary>
    /// <exception cref="StoreException">A link or something else has its name.</exception>
    public static string Create(string path)
    {
        Require(path);
        return Directory.CreateDirectory(path).FullName;
    }

    /// <summary>Refuses what is no folder by the name of one.</summary>
    /// <exception cref="StoreException">A link or something else has its name.</exception>
    public static void Require(string path)
    {
        if (FileNames.KindOf(path, followLinks: false) is not (FileKind.Directory or FileKind.Absent) and var kind)
        {
            throw new StoreException(
                $"{ForeignText.Shown(path)} is {RegularFile.WordsOf(kind)} and must be a folder of the service's own: move it away.");
        }
    }

    /// <summary>Why a service does not go on with a search of its output folder, or null: behind a link it would
    /// write somewhere else.</summary>
    public static string? FaultOfSearch(string path) => FileNames.KindOf(path, followLinks: false) == FileKind.SymbolicLink
        ? "it is a symbolic link, and a service writes only into folders that "
            + "are in its output folder themselves; enas resume goes on with it by hand"
        : null;
}
