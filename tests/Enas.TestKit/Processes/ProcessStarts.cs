using System.Diagnostics;

namespace Enas.TestKit.Processes;

/// <summary>
/// The gate between the starts of processes and what closes files in this one. A process that is being started holds, until its program is
/// in it, every file that this one had open at that moment, and with them the locks of files that were closed here meanwhile.
/// </summary>
public static class ProcessStarts
{
    private static readonly Lock s_gate = new();

    /// <summary>Starts a process; returns when its program is in it.</summary>
    public static Process Start(ProcessStartInfo start)
    {
        lock (s_gate)
        {
            return Process.Start(start)!;
        }
    }

    /// <summary>Waits for the start that is going on: whatever was closed here before is closed everywhere afterwards.</summary>
    public static void Await()
    {
        lock (s_gate)
        {
            // Nothing to do in it.
        }
    }
}
