using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>The bytes of a text file, unpacked where it is gzip.</summary>
internal static class TextFile
{
    /// <summary>A packed text may always unpack to so many bytes.</summary>
    internal const long AlwaysAllowed = 64L << 20;

    /// <summary>Beyond that, to so many times its own size: written language packs to a fifth, and nothing that people wrote
    /// to a hundredth.</summary>
    internal const int MostTimes = 100;

    private const int LeastPacked = 18;
    private static readonly byte[] s_member = [0x1F, 0x8B, 0x08];

    private static long Most => Array.MaxLength;

    /// <exception cref="DataException">Missing, no regular file, unreadable, damaged, or larger than it can be.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            var bytes = RegularFile.ReadAllBytes(path, Most);
            return bytes is [0x1F, 0x8B, ..] ? Unpack(path, bytes) : bytes;
        }
        catch (FileNotFoundException error)
        {
            throw new DataException(DataErrorKind.NotFound, $"{ForeignText.Escaped(path)}: the file does not exist.", error);
        }
        catch (UnusableFileException error)
        {
            throw new DataException(DataErrorKind.Unusable, $"{error.Message}. Put the text into a file of that name.", error);
        }
        catch (InvalidDataException error)
        {
            throw new DataException(DataErrorKind.Unusable, $"{ForeignText.Escaped(path)}: "
                + $"the gzip file is damaged or cut short: {ForeignText.Shown(error.Message)} Fetch or pack it again.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(DataErrorKind.Unusable,
                $"{ForeignText.Escaped(path)}: the file cannot be read: {ForeignText.Shown(error.Message)}", error);
        }
    }

    private static byte[] Unpack(string path, byte[] packed)
    {
        var most = Math.Min(Most, Math.Max(AlwaysAllowed, (long)packed.Length * MostTimes));
        using var stream = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var text = new MemoryStream();
        var piece = new byte[1 << 16];
        for (var read = stream.Read(piece); read > 0; read = stream.Read(piece))
        {
            if (text.Length + read > most)
            {
                throw new DataException(DataErrorKind.Unusable, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ForeignText.Escaped(path)}: its {packed.Length:N0} bytes unpack to "
                        + $"more than {most:N0}, which no text does. Unpack it yourself if it is meant so."));
            }

            text.Write(piece, 0, read);
        }

        // The stream ends without a word where the file was cut short. A file ends with the length of its last part, and few have several.
        var isWhole = packed.Length >= LeastPacked
            && BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(packed.Length - sizeof(uint))) == (uint)text.Length;
        return isWhole || packed.AsSpan(1).IndexOf(s_member) >= 0
            ? text.ToArray()
            : throw new InvalidDataException("it does not end with the length of what it holds.");
    }
}
