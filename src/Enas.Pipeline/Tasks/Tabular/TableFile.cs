using System.Text;
using Enas.Pipeline.Files;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Tabular;

/// <summary>The text of a table's file, with failures as one line that names it.</summary>
internal static class TableFile
{
    /// <summary>Far above any published table: NAS-Bench-201's has under 2 MB.</summary>
    public const long MostBytes = 256L << 20;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file; a byte order mark is passed over.</summary>
    /// <param name="option">The option that names it, for messages.</param>
    /// <exception cref="DataException">Missing, unreadable, no regular file, too large, or not UTF-8.</exception>
    public static string Read(string path, string option = "data.path")
    {
        var bytes = ReadBytes(path, option);
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw Unusable($"{path}: UTF-16; a table has to be UTF-8. Convert it, for example with 'iconv -f UTF-16 -t UTF-8'.");
        }

        var start = bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        try
        {
            return s_strict.GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException error)
        {
            var line = bytes.AsSpan(0, Math.Clamp(error.Index + start, 0, bytes.Length)).Count((byte)'\n') + 1;
            throw Unusable($"{path}:{line}: not UTF-8. Convert the file to UTF-8, for example with 'iconv -f LATIN1 -t UTF-8'.", error);
        }
    }

    private static byte[] ReadBytes(string path, string option)
    {
        try
        {
            return RegularFile.ReadAllBytes(path, MostBytes);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException(
                DataErrorKind.NotFound, $"{path}: there is no such file. Give {option} the CSV file of the table.", error);
        }
        catch (UnusableFileException error)
        {
            throw Unusable($"{error.Message}. Give {option} the CSV file of the table.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"{path}: the file cannot be read: {error.Message}", error);
        }
    }

    private static DataException Unusable(string message, Exception? inner = null) => new(DataErrorKind.Unusable, message, inner);
}
