using System.Runtime.InteropServices;
using Enas.Pipeline.Files;
using Microsoft.Win32.SafeHandles;

namespace Enas.Storage.Files;

/// <summary>
/// The courtesy lock of a folder: an empty file that is held with flock(2). The runtime would follow a link to somebody else's file, and it
/// tells a lock that another process holds from a file system that cannot be written by nothing that a caller can rely on.
/// </summary>
/// <remarks>Elsewhere than on Linux the runtime's own lock is used; unproven there.</remarks>
internal static partial class LockFile
{
    private const int ReadWriteCreate = 0x42;
    private const int NonBlocking = 0x800;
    private const int NoFollow = 0x20000;
    private const int NoFollowArm = 0x8000;
    private const int CloseOnExec = 0x80000;
    private const int AsTheMaskAllows = 0x1B6;
    private const int ExclusiveWithoutWaiting = 2 | 4;
    private const int Permission = 1;
    private const int Interrupted = 4;
    private const int WouldBlock = 11;
    private const int Access = 13;
    private const int TooManyLinks = 40;

    /// <summary>Takes the lock.</summary>
    /// <returns>Null when another process, or another opening in this one, holds it.</returns>
    /// <exception cref="IOException">The file cannot be made or opened.</exception>
    /// <exception cref="UnusableFileException">The name is a link, a pipe, a device or a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write it.</exception>
    public static IDisposable? TryLock(string path) => OperatingSystem.IsLinux() ? TryLockOnLinux(path) : TryLockByRuntime(path);

    private static SafeFileHandle? TryLockOnLinux(string path)
    {
        if (FileNames.KindOf(path, followLinks: false) is var kind and not (FileKind.Absent or FileKind.Regular))
        {
            throw NotRegular(path, kind);
        }

        var noFollow = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? NoFollowArm : NoFollow;
        var descriptor = Open(path, ReadWriteCreate | NonBlocking | CloseOnExec | noFollow, AsTheMaskAllows);
        if (descriptor < 0)
        {
            throw Failure(path, Marshal.GetLastPInvokeError());
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        while (Lock(descriptor, ExclusiveWithoutWaiting) != 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted:
                    continue;
                case WouldBlock:
                    file.Dispose();
                    return null;
                default:
                    // A file system without locks. The number of the next segment keeps two writers apart.
                    return file;
            }
        }

        return file;
    }

    private static FileStream? TryLockByRuntime(string path)
    {
        if (FileNames.KindOf(path, followLinks: false) is var kind and not (FileKind.Absent or FileKind.Regular))
        {
            throw NotRegular(path, kind);
        }

        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private static UnusableFileException NotRegular(string path, FileKind kind) =>
        new($"{path} is {RegularFile.WordsOf(kind)}; a lock is held on a regular file only: move it away by hand");

    private static Exception Failure(string path, int error) => error switch
    {
        TooManyLinks => NotRegular(path, FileKind.SymbolicLink),
        Access or Permission => new UnauthorizedAccessException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}"),
        _ => new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}", error),
    };

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(int descriptor, int operation);
}
