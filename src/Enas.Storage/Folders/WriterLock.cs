using System.Globalization;
using Enas.Pipeline.Files;
using Enas.Storage.Files;
using Enas.Storage.Stores;

namespace Enas.Storage.Folders;

/// <summary>
/// Whether somebody writes a search now, by the lock that a writer holds as long as it lives. The lock itself is not touched: to try it
/// could stop a writer that opens the search at that moment. Linux tells which files are locked.
/// </summary>
internal static class WriterLock
{
    private const string Locks = "/proc/locks";

    /// <summary>Whether a process that can be seen from here has the search open for writing; null where that cannot be known.</summary>
    public static bool? IsHeld(SearchFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!folder.IsLocal || !OperatingSystem.IsLinux())
        {
            return null;
        }

        var stamp = FileNames.StampOf(Path.Combine(folder.Staging, LocalSearchStore.LockName));
        if (stamp.Kind != FileKind.Regular)
        {
            return false;
        }

        try
        {
            return IsHeld(stamp.Node, File.ReadLines(Locks));
        }
        catch (Exception fault) when (FileFaults.IsFileFault(fault))
        {
            return null;
        }
    }

    /// <summary>Whether a file is locked for writing, by the system's list: "1: FLOCK  ADVISORY  WRITE 4711 08:01:1234 0 EOF". Who waits
    /// has an arrow.</summary>
    internal static bool IsHeld(ulong number, IEnumerable<string> locks)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $":{number}");
        return locks.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Any(fields =>
            fields is [_, "FLOCK", _, "WRITE", _, var file, ..] && file.EndsWith(end, StringComparison.Ordinal));
    }
}
