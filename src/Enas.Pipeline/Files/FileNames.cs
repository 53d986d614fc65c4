using System.Runtime.InteropServices;
using Enas.Pipeline.Messages;
using Microsoft.Win32.SafeHandles;

namespace Enas.Pipeline.Files;

/// <summary>What names in a file system stand for, without opening what they name.</summary>
/// <remarks>
/// .NET tells neither pipes nor devices from files. On Linux statx(2) does; its structure is the same on every processor. Elsewhere folders
/// and links are told and everything else passes for a regular file: unproven there.
/// </remarks>
internal static partial class FileNames
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint TypeWanted = 1;
    private const uint BasicsWanted = 0x7ff;
    private const int StatusBytes = 256;
    private const int ModeOffset = 28;
    private const int NodeOffset = 32;
    private const int LengthOffset = 40;
    private const int ChangedOffset = 96;
    private const int WrittenOffset = 112;
    private const int OpenReadOnly = 0;
    private const int OpenNonBlocking = 0x800;
    private const int OpenCloseOnExec = 0x80000;
    private const int ErrorPermission = 1;
    private const int ErrorNoEntry = 2;
    private const int ErrorNoDevice = 6;
    private const int ErrorAccess = 13;
    private const int ErrorNotDirectory = 20;

    /// <summary>The kind of what a path names.</summary>
    /// <param name="path">The path; one that no file system can hold (with a NUL in it) names nothing.</param>
    /// <param name="followLinks">Whether a link stands for what it leads to; a link to nothing is then absent.</param>
    public static FileKind KindOf(string path, bool followLinks = true)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            return FileKind.Absent;
        }

        return OperatingSystem.IsLinux() ? StatusOf(CurrentDirectory, path, followLinks ? 0 : NoFollow) : AttributesOf(path, followLinks);
    }

    /// <summary>What tells one content of a file from another without reading it; of what a link leads to, and of nothing where
    /// nothing is there.</summary>
    public static FileStamp StampOf(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            return default;
        }

        if (OperatingSystem.IsLinux())
        {
            return StatusStampOf(path);
        }

        var kind = AttributesOf(path, followLinks: true);
        var info = new FileInfo(path);
        return kind == FileKind.Regular ? new FileStamp(kind, 0, info.Length, info.LastWriteTimeUtc, info.LastWriteTimeUtc)
            : new FileStamp(kind, 0, 0, default, default);
    }

    /// <summary>The kind of what was opened.</summary>
    internal static FileKind KindOf(SafeFileHandle handle)
    {
        if (!OperatingSystem.IsLinux())
        {
            return FileKind.Regular;
        }

        var added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            return StatusOf((int)handle.DangerousGetHandle(), string.Empty, EmptyPath);
        }
        finally
        {
            if (added)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>Opens for reading in a way that returns at once, also where the name is a pipe that nobody writes to.</summary>
    internal static SafeFileHandle OpenWithoutWaiting(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new FileNotFoundException($"{ForeignText.Shown(path)}: no file can have a name with a NUL in it", path);
        }

        var descriptor = Open(path, OpenReadOnly | OpenNonBlocking | OpenCloseOnExec);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(path, Marshal.GetLastPInvokeError());
    }

    private static unsafe FileKind StatusOf(int directory, string path, int flags)
    {
        var status = stackalloc byte[StatusBytes];
        if (Status(directory, path, flags, TypeWanted, status) != 0)
        {
            return FileKind.Absent;
        }

        return KindIn(status);
    }

    private static unsafe FileStamp StatusStampOf(string path)
    {
        var status = stackalloc byte[StatusBytes];
        return Status(CurrentDirectory, path, 0, BasicsWanted, status) != 0
            ? default
            : new FileStamp(KindIn(status), *(ulong*)(status + NodeOffset),
                *(long*)(status + LengthOffset), TimeIn(status + WrittenOffset), TimeIn(status + ChangedOffset));
    }

    // The type is in the upper four bits of the mode: S_IFMT of inode(7).
    private static unsafe FileKind KindIn(byte* status) => (*(ushort*)(status + ModeOffset) >> 12) switch
    {
        0x8 => FileKind.Regular,
        0x4 => FileKind.Directory,
        0xA => FileKind.SymbolicLink,
        0x1 => FileKind.NamedPipe,
        0xC => FileKind.Socket,
        _ => FileKind.Device,
    };

    // Seconds since 1970 as 64 bits, then nanoseconds as 32. A time that .NET cannot hold is one that no clock gave.
    private static unsafe DateTime TimeIn(byte* time)
    {
        const long MostSeconds = 253_402_300_799;
        return DateTime.UnixEpoch.AddSeconds(Math.Clamp(*(long*)time, 0, MostSeconds))
            .AddTicks(Math.Min(*(uint*)(time + sizeof(long)) / 100, TimeSpan.TicksPerSecond - 1));
    }

    private static FileKind AttributesOf(string path, bool followLinks)
    {
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (info.LinkTarget is not null && !followLinks)
        {
            return FileKind.SymbolicLink;
        }

        return !info.Exists ? FileKind.Absent : info is DirectoryInfo ? FileKind.Directory : FileKind.Regular;
    }

    private static Exception Failure(string path, int error) => error switch
    {
        ErrorNoEntry or ErrorNotDirectory => new FileNotFoundException($"{ForeignText.Shown(path)}: there is no such file", path),
        ErrorAccess or ErrorPermission => new UnauthorizedAccessException($"{ForeignText.Shown(path)}: may not be read by this user"),
        ErrorNoDevice => new UnusableFileException($"{ForeignText.Shown(path)}: is a device or a socket; only regular files are read"),
        _ => new IOException($"{ForeignText.Shown(path)}: cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}", error),
    };

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Status(int directory, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
