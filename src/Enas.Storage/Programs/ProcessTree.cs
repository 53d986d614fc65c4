using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Enas.Storage.Programs;

/// <summary>
/// All processes that a program started: its process group, and whoever left that and still has the mark of the program in the environment
/// that it began with.
/// </summary>
/// <param name="group">The number of the group, which is that of its first process.</param>
internal sealed partial class ProcessTree(int group, string mark)
{
    /// <summary>The variable with the mark.</summary>
    public const string MarkVariable = "ENAS_TRIAL";

    private const int Terminate = 15;
    private const int Killed = 9;

    // Ten seconds and more: as long as a killed process may take to give back its memory.
    private const int MostSweeps = 1000;
    private static readonly TimeSpan s_sweep = TimeSpan.FromMilliseconds(10);

    /// <summary>Asks all of the group to end.</summary>
    public void AskToEnd() => _ = Kill(-group, Terminate);

    /// <summary>Ends all of them, and returns when none is left; see <see cref="EndMarkedAsync"/>.</summary>
    public async Task EndAsync()
    {
        _ = Kill(-group, Killed);
        await EndMarkedAsync(mark);
    }

    /// <summary>Ends every process with a mark, those that an earlier run left behind among them, and returns when none is left. One that
    /// hangs in the kernel, as over a network disk that is gone, cannot be ended by anybody: it is not waited for longer than some
    /// seconds.</summary>
    public static async Task EndMarkedAsync(string mark)
    {
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            int[] left = [.. Marked(mark)];
            if (left.Length == 0)
            {
                return;
            }

            foreach (var process in left)
            {
                _ = Kill(process, Killed);
            }

            // Only its parent is told when a process ends, and most of these are no children of this one; and each can have begun another
            // since the list was read. So the list is read until it is empty.
            await Task.Delay(s_sweep);
        }
    }

    /// <summary>The processes with a mark that still run.</summary>
    internal static IEnumerable<int> Marked(string mark)
    {
        var wanted = Encoding.UTF8.GetBytes($"{MarkVariable}={mark}\0");
        if (!OperatingSystem.IsLinux())
        {
            yield break;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && process != Environment.ProcessId && Has(folder, wanted))
            {
                yield return process;
            }
        }
    }

    // The environment of a process that ended is empty.
    private static bool Has(string folder, byte[] wanted)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(wanted) >= 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
