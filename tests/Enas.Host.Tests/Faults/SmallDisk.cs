using System.Diagnostics;
using System.Globalization;
using Enas.TestKit.Processes;

namespace Enas.Host.Tests.Faults;

/// <summary>A small file system in memory, mounted for one test. Needs root; where it cannot be mounted the test fails
/// and says so.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk(int kibibytes)
    {
        Root = Directory.CreateTempSubdirectory("enas-disk-").FullName;
        var size = string.Create(CultureInfo.InvariantCulture, $"size={kibibytes}k");
        Assert.True(
            Run("mount", "-t", "tmpfs", "-o", size, "tmpfs", Root),
            "this test fills a disk and mounts a small one for that, which needs root (CAP_SYS_ADMIN): run the tests as root");
    }

    public string Root { get; }

    private string Ballast => Path.Combine(Root, "ballast");

    /// <summary>Fills the disk up but for so many bytes.</summary>
    public void FillBut(long bytes)
    {
        var free = new DriveInfo(Root).AvailableFreeSpace;
        using var ballast = new FileStream(Ballast, FileMode.Create);
        ballast.Write(new byte[Math.Max(0, free - bytes)]);
    }

    /// <summary>Turns it read-only, as the kernel does after an error of the disk, or back.</summary>
    public void SetReadOnly(bool isReadOnly) =>
        Assert.True(Run("mount", "-o", isReadOnly ? "remount,ro" : "remount,rw", Root), $"cannot remount {Root}");

    /// <summary>Gives the space back.</summary>
    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        Assert.True(Run("umount", Root), $"cannot unmount {Root}");
        Directory.Delete(Root);
    }

    private static bool Run(string command, params string[] arguments)
    {
        using var process = ProcessStarts.Start(new ProcessStartInfo(command, arguments));
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
