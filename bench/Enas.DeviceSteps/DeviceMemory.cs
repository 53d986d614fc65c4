using System.Diagnostics;
using System.Globalization;

namespace Enas.DeviceSteps;

/// <summary>The most memory that a process has had: resident on the CPU, as Linux counts it; on a GPU as its driver
/// counts the device's.</summary>
internal static class DeviceMemory
{
    /// <summary>Bytes, or null where nobody says. libtorch gives nothing back to a GPU while it runs, so the last number
    /// is the highest.</summary>
    public static double? Bytes(string device, int processId) => device == "cpu" ? Resident(processId) : OfDriver(device);

    private static double? Resident(int processId)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId}/status")
                .FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? null
                : 1024.0 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double? OfDriver(string device)
    {
        var number = device.Contains(':', StringComparison.Ordinal) ? device[5..] : "0";
        try
        {
            using var process = Process.Start(new ProcessStartInfo("nvidia-smi",
                ["--query-gpu=memory.used", "--format=csv,noheader,nounits", "-i", number])
            { RedirectStandardOutput = true })!;
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return double.TryParse(said.Trim(), CultureInfo.InvariantCulture, out var mebibytes) ? mebibytes * (1 << 20) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
