using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;

namespace Enas.Host.Cli;

/// <summary>Names that belong to a search or to a service, where no verb writes for somebody.</summary>
internal static class OwnNames
{
    private const string ServiceFolder = ".service";

    /// <summary>The same of a name that may be an address.</summary>
    /// <param name="name">What was asked for, for the message.</param>
    /// <param name="place">Its path or address.</param>
    /// <exception cref="CommandLineException">It is one.</exception>
    public static async Task RefuseAsync(string name, string place)
    {
        if (!StoreCatalog.IsAddress(place))
        {
            Refuse(name, place);
        }
        else if (await SearchNames.OwnerOfAsync(Surroundings.FullPlace(place), StorageOptions.OfHost()) is { } search)
        {
            throw Belongs(name, search);
        }
    }

    /// <summary>Refuses such a name, also one that links lead to.</summary>
    /// <param name="name">What was asked for, for the message.</param>
    /// <param name="path">Its path; if it is a link itself, that is the caller's to judge.</param>
    /// <exception cref="CommandLineException">It is one.</exception>
    public static void Refuse(string name, string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Surroundings.FullPath(path));
        if (Path.GetDirectoryName(full) is not { } folder)
        {
            return;
        }

        var real = Path.Combine(RealPath.Of(folder), Path.GetFileName(full));
        if (SearchNames.OwnerOf(real) is { } search)
        {
            throw Belongs(name, search);
        }

        if (real.Split(Path.DirectorySeparatorChar).Contains(ServiceFolder))
        {
            throw new CommandLineException($"{name}: belongs to a service, which keeps its own in {ServiceFolder}; choose another name");
        }
    }

    private static CommandLineException Belongs(string name, string search) => new($"{name}: belongs to the search "
        + $"{ForeignText.Shown(search)}, where nothing else is written but in its export folder; choose another name");
}
