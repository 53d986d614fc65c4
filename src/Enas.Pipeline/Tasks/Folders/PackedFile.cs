using System.IO.Compression;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Tasks.Folders;

/// <summary>
/// A file that is read forwards, and unpacked on the way where it is gzip. Whoever reads it takes as much as a header has promised and no
/// more: a small file can unpack to anything.
/// </summary>
internal sealed class PackedFile : IDisposable
{
    /// <summary>Deflate makes at most 1,032 bytes of one.</summary>
    private const long MostUnpackedOfOne = 1032;
    private readonly FileStream _file;
    private readonly Stream _content;

    private PackedFile(string path, FileStream file, bool isPacked)
    {
        (Path, _file, IsPacked) = (path, file, isPacked);
        _content = isPacked ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : file;
    }

    public string Path { get; }

    public bool IsPacked { get; }

    /// <summary>The length of the content, where it is known without unpacking it; else the most that it can be.</summary>
    public long MostLength => IsPacked ? _file.Length * MostUnpackedOfOne : _file.Length;

    /// <exception cref="DataException">The file is missing, empty, no regular file or cannot be read.</exception>
    public static PackedFile Open(string path) => FolderFiles.OnDisk(path, () =>
    {
        var file = RegularFile.OpenRead(path, 1 << 16);
        try
        {
            Span<byte> head = stackalloc byte[2];
            var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            file.Position = 0;
            return read > 0
                ? new PackedFile(path, file, read == head.Length && head is [0x1F, 0x8B])
                : throw FolderFiles.Unusable($"{ForeignText.Shown(path)}: the file is empty. Fetch or copy it again.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    /// <summary>Fills a buffer as far as there is something left, and says how far.</summary>
    /// <exception cref="DataException">The file is damaged or cannot be read.</exception>
    public int Read(Span<byte> buffer)
    {
        try
        {
            return _content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw FolderFiles.Unusable(
                $"{ForeignText.Shown(Path)}: {(IsPacked ? "the gzip file is damaged or incomplete" : "cannot be read")}: "
                    + $"{ForeignText.Shown(error.Message)} Fetch or copy it again.",
                error);
        }
    }

    /// <summary>The content as a stream, for readers of archives; they meet the exceptions of the system.</summary>
    public Stream AsStream() => _content;

    /// <summary>Whether two files hold the same content; reads no further than the first difference.</summary>
    public static bool HaveSameContent(string path, string other)
    {
        using var first = Open(path);
        using var second = Open(other);
        var (left, right) = (new byte[1 << 16], new byte[1 << 16]);
        while (true)
        {
            var read = first.Read(left);
            if (second.Read(right) != read || !left.AsSpan(0, read).SequenceEqual(right.AsSpan(0, read)))
            {
                return false;
            }

            if (read < left.Length)
            {
                return true;
            }
        }
    }

    public void Dispose()
    {
        _content.Dispose();
        _file.Dispose();
    }
}
