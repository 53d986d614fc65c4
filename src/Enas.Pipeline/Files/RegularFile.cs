using System.Globalization;
using Enas.Pipeline.Messages;
using Microsoft.Win32.SafeHandles;

namespace Enas.Pipeline.Files;

/// <summary>
/// The one way to open a file that somebody else may have put there. Only regular files are opened, at the end of links too: a named pipe
/// would wait for a writer, a device may never end, and both would hang whoever reads them.
/// </summary>
internal static class RegularFile
{
    /// <summary>Opens a file for reading. Others may write, rename and delete it meanwhile.</summary>
    /// <param name="path">The file; a link is followed to what it names.</param>
    /// <param name="bufferBytes">Buffer of the stream; 0 where the caller reads in large pieces.</param>
    /// <exception cref="FileNotFoundException">Nothing has this name.</exception>
    /// <exception cref="UnusableFileException">It is not a regular file.</exception>
    /// <exception cref="IOException">The system refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream OpenRead(string path, int bufferBytes = 4096)
    {
        // To open a device can move it. What is absent is asked of the system once more, which says why: no such name, or no permission.
        if (FileNames.KindOf(path) is var named and not FileKind.Absent)
        {
            RefuseUnlessRegular(path, named);
        }

        var handle = FileNames.OpenWithoutWaiting(path);
        try
        {
            // The name may have been given to something else since it was looked at.
            RefuseUnlessRegular(path, FileNames.KindOf(handle));
            return new FileStream(handle, FileAccess.Read, bufferBytes);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>All bytes of a file, whose size is looked at before anything is read.</summary>
    /// <param name="path">The file; a link is followed to what it names.</param>
    /// <param name="mostBytes">The most that the file may have.</param>
    /// <exception cref="FileNotFoundException">Nothing has this name.</exception>
    /// <exception cref="UnusableFileException">It is not a regular file, or larger than allowed.</exception>
    /// <exception cref="IOException">The system refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] ReadAllBytes(string path, long mostBytes)
    {
        using var stream = OpenRead(path, bufferBytes: 0);
        var length = LengthWithin(path, stream.SafeFileHandle, Math.Min(mostBytes, Array.MaxLength));
        var bytes = GC.AllocateUninitializedArray<byte>((int)length);
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>Whether a name stands for a regular file, at the end of links too.</summary>
    public static bool Exists(string path) => FileNames.KindOf(path) == FileKind.Regular;

    private static long LengthWithin(string path, SafeFileHandle handle, long mostBytes)
    {
        var length = RandomAccess.GetLength(handle);
        return length <= mostBytes
            ? length
            : throw new UnusableFileException(string.Create(
                CultureInfo.InvariantCulture, $"{ForeignText.Shown(path)}: has {length:N0} bytes; at most {mostBytes:N0} are read here"));
    }

    private static void RefuseUnlessRegular(string path, FileKind kind)
    {
        if (kind != FileKind.Regular)
        {
            throw new UnusableFileException($"{ForeignText.Shown(path)}: is {WordsOf(kind)}; only regular files are read");
        }
    }

    /// <summary>A kind in words, with its article.</summary>
    public static string WordsOf(FileKind kind) => kind switch
    {
        FileKind.Absent => "not there",
        FileKind.Regular => "a regular file",
        FileKind.Directory => "a folder",
        FileKind.SymbolicLink => "a symbolic link",
        FileKind.NamedPipe => "a named pipe",
        FileKind.Socket => "a socket",
        _ => "a device",
    };
}
