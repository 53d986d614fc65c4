using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Enas.Storage.Files;

/// <summary>
/// The only calls into the C library. .NET has neither: opening a directory to fsync it is refused, and
/// <c>File.Move(overwrite: false)</c> checks and then renames, so two racers can both win. link(2) is put-if-absent.
/// </summary>
/// <remarks>
/// On Windows a move without overwrite is exclusive by itself and directories need no flush; that path is written but unproven.
/// On macOS files are flushed by the runtime (F_FULLFSYNC); unproven as well.
/// </remarks>
internal static partial class Posix
{
    private const int ReadOnly = 0;
    private const int CloseOnExecLinux = 0x80000;
    private const int NoEntry = 2;
    private const int Interrupted = 4;
    private const int AlreadyExists = 17;
    private const int WindowsFileExists = unchecked((int)0x80070050);
    private const int WindowsAlreadyExists = unchecked((int)0x800700B7);

    /// <summary>Gives <paramref name="source"/> a second name. False when the name is taken; nothing is overwritten.</summary>
    /// <exception cref="IOException">Any other failure, with the errno in <see cref="Exception.HResult"/>.</exception>
    public static bool TryLink(string source, string target)
    {
        if (OperatingSystem.IsWindows())
        {
            return TryMoveOnWindows(source, target);
        }

        if (Link(source, target) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == AlreadyExists ? false : throw Failure("link", target, error);
    }

    /// <summary>Makes a file's bytes durable.</summary>
    /// <exception cref="IOException">The kernel reported an error; the bytes may be lost and a second fsync proves nothing.</exception>
    public static void FlushFile(SafeFileHandle handle, string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(handle);
            return;
        }

        var added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            Flush((int)handle.DangerousGetHandle(), path);
        }
        finally
        {
            if (added)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>Makes the names in a directory durable. Does nothing on Windows, where there is no such call.</summary>
    /// <exception cref="IOException">The directory cannot be opened or flushed.</exception>
    public static void FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(path, OperatingSystem.IsLinux() ? ReadOnly | CloseOnExecLinux : ReadOnly);
        if (descriptor < 0)
        {
            throw Failure("open", path, Marshal.GetLastPInvokeError());
        }

        try
        {
            Flush(descriptor, path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>The number by which Linux names the type of a file system; null on other systems.</summary>
    /// <exception cref="IOException">The path cannot be looked at.</exception>
    public static unsafe uint? FileSystemType(string path)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return null;
        }

        // f_type comes first in struct statfs, which has 120 bytes. It is a word of 64 bits, of which 32 are used; on s390x it has 32.
        Span<byte> buffer = stackalloc byte[512];
        buffer.Clear();
        fixed (byte* start = buffer)
        {
            if (StatFs(path, start) != 0)
            {
                throw Failure("statfs", path, Marshal.GetLastPInvokeError());
            }
        }

        return MemoryMarshal.Read<uint>(buffer);
    }

    private static void Flush(int descriptor, string path)
    {
        // An interrupted call has not failed; every other code is final for the caller.
        while (Fsync(descriptor) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
            {
                throw Failure("fsync", path, error);
            }
        }
    }

    private static bool TryMoveOnWindows(string source, string target)
    {
        try
        {
            File.Move(source, target, overwrite: false);
            return true;
        }
        catch (IOException failure) when (failure.HResult is WindowsFileExists or WindowsAlreadyExists)
        {
            return false;
        }
    }

    private static IOException Failure(string call, string path, int error)
    {
        var message = $"{call}: {path}: {Marshal.GetPInvokeErrorMessage(error)}";
        return error == NoEntry ? new FileNotFoundException(message, path) : new IOException(message, error);
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string target);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatFs(string path, byte* buffer);
}
