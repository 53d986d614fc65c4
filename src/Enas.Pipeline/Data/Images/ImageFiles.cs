using System.IO.Compression;

namespace Enas.Pipeline.Data.Images;

/// <summary>Reading of files and folders, with failures as one line that names them.</summary>
internal static class ImageFiles
{
    private const int Shown = 10;

    /// <summary>The bytes of a file, unpacked when it is gzip.</summary>
    public static byte[] Read(string path)
    {
        var bytes = OnDisk(path, () => File.ReadAllBytes(path));
        if (bytes.Length == 0)
        {
            throw Unusable($"{path}: the file is empty. Fetch or copy it again.");
        }

        return IsGzip(bytes) ? Unpack(path, bytes) : bytes;
    }

    /// <summary>The first bytes of a file, unpacked when it is gzip; fewer where there are no more or it is damaged.</summary>
    public static byte[] Head(string path, int count)
    {
        try
        {
            using var file = File.OpenRead(path);
            var head = new byte[count];
            var read = file.ReadAtLeast(head, count, throwOnEndOfStream: false);
            if (IsGzip(head))
            {
                file.Position = 0;
                using var unpacked = new GZipStream(file, CompressionMode.Decompress);
                read = unpacked.ReadAtLeast(head, count, throwOnEndOfStream: false);
            }

            return head[..read];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return [];
        }
    }

    /// <summary>Paths of the files of a folder, by ordinal order of their names.</summary>
    public static string[] FilesOf(string folder) =>
        OnDisk(folder, () => Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).ToArray());

    /// <summary>Paths of the folders of a folder, by ordinal order of their names; hidden ones are left out.</summary>
    public static string[] FoldersOf(string folder) => OnDisk(folder, () => Directory.EnumerateDirectories(folder)
        .Where(path => !NameOf(path).StartsWith('.')).Order(StringComparer.Ordinal).ToArray());

    public static string NameOf(string path) => Path.GetFileName(path);

    /// <summary>What a folder holds, for messages.</summary>
    public static string Listing(string folder)
    {
        string[] names = [.. FoldersOf(folder).Select(path => NameOf(path) + "/"), .. FilesOf(folder).Select(NameOf)];
        return names.Length switch
        {
            0 => "nothing",
            <= Shown => string.Join(", ", names),
            _ => $"{string.Join(", ", names.Take(Shown))} and {names.Length - Shown} more",
        };
    }

    /// <summary>The length of an array of so many pixel values.</summary>
    public static int PixelLength(string folder, long length) => length <= Array.MaxLength
        ? (int)length
        : throw Unusable($"{folder}: {length} pixel values in one set; at most {Array.MaxLength} fit into memory here. Use fewer or smaller images.");

    public static DataException Unusable(string message, Exception? inner = null) => new(DataErrorKind.Unusable, message, inner);

    public static DataException NotFound(string message, Exception? inner = null) => new(DataErrorKind.NotFound, message, inner);

    private static bool IsGzip(ReadOnlySpan<byte> bytes) => bytes is [0x1F, 0x8B, ..];

    private static byte[] Unpack(string path, byte[] bytes)
    {
        try
        {
            using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var unpacked = new MemoryStream();
            packed.CopyTo(unpacked);
            return unpacked.ToArray();
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw Unusable($"{path}: the gzip file is damaged or incomplete: {error.Message} Fetch or copy it again.", error);
        }
    }

    private static T OnDisk<T>(string path, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw NotFound($"{path}: there is no such file or folder.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"{path}: cannot be read: {error.Message}", error);
        }
    }
}
