using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Enas.Pipeline.Data;

/// <summary>One text file, checked to be UTF-8, and its words.</summary>
internal sealed class TokenText
{
    private readonly byte[] _bytes;

    private TokenText(string path, byte[] bytes)
    {
        Path = path;
        _bytes = bytes;
    }

    public string Path { get; }

    /// <summary>Reads a file; a byte order mark is passed over.</summary>
    /// <exception cref="DataException">Missing, unreadable, without a word, or not UTF-8.</exception>
    public static TokenText Read(string path)
    {
        var bytes = ReadBytes(path);
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw new DataException(DataErrorKind.Unusable, $"{path}: the file is UTF-16; a text has to be UTF-8. Convert it, for example with 'iconv -f UTF-16 -t UTF-8'.");
        }

        if (!Utf8.IsValid(bytes))
        {
            throw NotUtf8(path, bytes);
        }

        if (bytes is [0xEF, 0xBB, 0xBF, ..])
        {
            bytes = bytes[3..];
        }

        return bytes.AsSpan().Trim(" \t\v\f\r\n"u8).IsEmpty
            ? throw new DataException(DataErrorKind.Unusable, $"{path}: the file is empty; a text has at least one word. Put one sentence on each line, words separated by white space.")
            : new TokenText(path, bytes);
    }

    /// <summary>
    /// Calls <paramref name="word"/> for each word and, with an empty span, at each end of a line. Words are what stands between ASCII
    /// white space; a last line that no line feed ends counts as a line when it holds anything.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Visit(WordVisitor word)
    {
        ReadOnlySpan<byte> text = _bytes;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ((byte)' ' or (>= (byte)'\t' and <= (byte)'\r')))
            {
                continue;
            }

            if (i > start)
            {
                word(text[start..i], start);
            }

            if (text[i] == '\n')
            {
                word([], i);
            }

            start = i + 1;
        }

        if (start < text.Length)
        {
            word(text[start..], start);
        }

        if (text[^1] != '\n')
        {
            word([], text.Length);
        }
    }

    /// <summary>file:line:column of a byte offset; both count from 1, columns in characters.</summary>
    public string Place(int offset)
    {
        var before = _bytes.AsSpan(0, offset);
        var line = before.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return $"{Path}:{line}:{column}";
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException(DataErrorKind.NotFound, $"{path}: the file does not exist.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(DataErrorKind.Unusable, $"{path}: the file cannot be read: {error.Message}", error);
        }
    }

    private static DataException NotUtf8(string path, byte[] bytes)
    {
        var offset = 0;
        while (offset < bytes.Length
            && Rune.DecodeFromUtf8(bytes.AsSpan(offset), out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            offset += length;
        }

        var place = new TokenText(path, bytes).Place(offset);
        return new DataException(
            DataErrorKind.Unusable,
            $"{place}: not UTF-8: byte 0x{bytes[offset]:x2} at offset {offset}. Convert the file to UTF-8, for example with 'iconv -f LATIN1 -t UTF-8'.");
    }
}

/// <summary>Receives a word and its byte offset; an empty word is the end of a line.</summary>
internal delegate void WordVisitor(ReadOnlySpan<byte> word, int offset);
