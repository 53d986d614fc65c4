using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Tasks.Folders;

/// <summary>Reading of files and folders, with failures as one line that names them.</summary>
internal static class FolderFiles
{
    private const int Shown = 10;

    /// <summary>The bytes of a small text that belongs to a data set: names of classes, lists of images.</summary>
    /// <exception cref="DataException">The file is missing, empty, too large or cannot be read.</exception>
    public static byte[] ReadText(string path)
    {
        const int MostBytes = 1 << 28;
        using var file = PackedFile.Open(path);
        var bytes = new byte[Math.Min(file.MostLength, MostBytes)];
        var read = file.Read(bytes);
        return read < MostBytes ? bytes[..read] : throw Unusable(
            $"{ForeignText.Shown(path)}: holds more than {MostBytes} bytes, which is too much for a list. Give the right file.");
    }

    /// <summary>The first bytes of a file, unpacked when it is gzip; fewer where there are no more or it is damaged.</summary>
    public static byte[] Head(string path, int count)
    {
        try
        {
            using var file = PackedFile.Open(path);
            var head = new byte[count];
            return head[..file.Read(head)];
        }
        catch (DataException)
        {
            return [];
        }
    }

    /// <summary>Paths of all that is in a folder and no folder itself, by ordinal order of their names.</summary>
    public static string[] FilesOf(string folder) =>
        OnDisk(folder, () => Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).ToArray());

    /// <summary>Paths of the folders of a folder, by ordinal order of their names; hidden ones and those that systems leave behind
    /// are left out.</summary>
    public static string[] FoldersOf(string folder) => OnDisk(folder, () => Directory.EnumerateDirectories(folder)
        .Where(path => !HarmlessNames.IsLeftBehind(NameOf(path))).Order(StringComparer.Ordinal).ToArray());

    public static string NameOf(string path) => Path.GetFileName(path);

    /// <summary>A name for messages.</summary>
    public static string ShownName(string path) => ForeignText.Shown(NameOf(path));

    /// <summary>What a folder holds, for messages.</summary>
    public static string Listing(string folder)
    {
        string[] names = [.. FoldersOf(folder).Select(path => ShownName(path) + "/"), .. FilesOf(folder).Select(ShownName)];
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
        : throw Unusable($"{ForeignText.Shown(folder)}: {length} pixel values "
            + $"in one set; at most {Array.MaxLength} fit into memory here. Use fewer or smaller images.");

    public static DataException Unusable(string message, Exception? inner = null) => new(DataErrorKind.Unusable, message, inner);

    public static DataException NotFound(string message, Exception? inner = null) => new(DataErrorKind.NotFound, message, inner);

    /// <summary>What a call gives; the system's refusals become data that cannot be had.</summary>
    public static T OnDisk<T>(string path, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw NotFound($"{ForeignText.Shown(path)}: there is no such file or folder.", error);
        }
        catch (UnusableFileException error)
        {
            throw Unusable($"{error.Message}. Move it out, or put a regular file in its place.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"{ForeignText.Shown(path)}: cannot be read: {ForeignText.Shown(error.Message)}", error);
        }
    }
}
