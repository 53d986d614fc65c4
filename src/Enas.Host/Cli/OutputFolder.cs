using System.Security.Cryptography;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;

namespace Enas.Host.Cli;

/// <summary>Folders that verbs write to: whether one can be there is found out before anything is computed for it.</summary>
internal static class OutputFolder
{
    /// <summary>The full path of a folder that was named, once nothing stands in its way. Makes nothing that stays.</summary>
    /// <param name="option">The option, for messages.</param>
    /// <param name="path">What was given; an address of an object store is returned as it is.</param>
    /// <exception cref="CommandLineException">It is no name of a folder, or a file is in its place or above it.</exception>
    /// <exception cref="IOException">Nothing can be made there.</exception>
    public static string Named(string option, string path)
    {
        var full = Surroundings.FullPlace(path);
        if (!StoreCatalog.IsAddress(full))
        {
            Require($"{option} {ForeignText.Shown(path)}", full);
        }

        return full;
    }

    /// <summary>The same of a folder of this machine.</summary>
    /// <param name="name">What was asked for, for messages.</param>
    /// <param name="full">Its full path.</param>
    public static void Require(string name, string full)
    {
        var nearest = RequireNoFile(name, full);
        try
        {
            var probe = Path.Combine(nearest, $".enas-{RandomNumberGenerator.GetHexString(16, lowercase: true)}.partial");
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{name}: nothing can be written in {ForeignText.Shown(nearest)}: it is read-only, or may not be "
                + "written by this user; choose another place", fault);
        }
    }

    /// <summary>What is there of a path, once no file is in its place or above it.</summary>
    /// <param name="name">What was asked for, for messages.</param>
    /// <param name="full">The full path.</param>
    /// <exception cref="CommandLineException">One is.</exception>
    public static string RequireNoFile(string name, string full)
    {
        var nearest = full;
        while (FileNames.KindOf(nearest) == FileKind.Absent && Path.GetDirectoryName(nearest) is { } above)
        {
            nearest = above;
        }

        if (FileNames.KindOf(nearest) is var kind and not (FileKind.Directory or FileKind.Absent))
        {
            throw new CommandLineException($"{name}: {ForeignText.Shown(nearest)} is {RegularFile.WordsOf(kind)}, not a folder");
        }

        return nearest;
    }
}
