using System.Runtime.InteropServices;

namespace Enas.TestKit.Faults;

/// <summary>Makes names that are no regular files, as an enemy or an accident puts them into a folder that Enas reads.</summary>
public static partial class SpecialFiles
{
    private const uint NamedPipe = 0x1000;
    private const uint Socket = 0xC000;
    private const uint ReadableByAll = 0x1B4;

    /// <summary>A named pipe that nobody writes to: to open it in the ordinary way waits for ever.</summary>
    public static void CreateNamedPipe(string path) => Create(path, NamedPipe);

    /// <summary>A socket that nobody listens on.</summary>
    public static void CreateSocket(string path) => Create(path, Socket);

    /// <summary>A link to a device without an end.</summary>
    public static void CreateLinkToEndlessDevice(string path) => File.CreateSymbolicLink(path, "/dev/zero");

    private static void Create(string path, uint kind)
    {
        if (MakeNode(path, kind | ReadableByAll, 0) != 0)
        {
            throw new IOException($"mknod: {path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "mknod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeNode(string path, uint mode, ulong device);
}
