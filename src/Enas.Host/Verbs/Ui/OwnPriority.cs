using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Enas.Host.Verbs.Ui;

/// <summary>The priority of this process among others.</summary>
internal static partial class OwnPriority
{
    // PRIO_PROCESS: on Linux it names one thread, whatever its name says.
    private const int OfOne = 0;

    // As much as BelowNormal is for a whole process: it gets a tenth of what one gets that searches.
    private const int Behind = 10;

    /// <summary>
    /// Whoever searches on this machine goes first. On Linux a priority is that of a thread, and one that is begun later has that of its
    /// beginner: each thread that there is gets it, those that compile and collect among them.
    /// </summary>
    public static void BeBehindSearches()
    {
        try
        {
            using var process = Process.GetCurrentProcess();
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
            if (OperatingSystem.IsLinux())
            {
                foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
                {
                    // One that has ended meanwhile has none.
                    _ = SetPriority(OfOne, int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), Behind);
                }
            }
        }
        catch (Exception refused) when (refused is Win32Exception or IOException or UnauthorizedAccessException)
        {
            // Then all are alike.
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, int who, int priority);
}
