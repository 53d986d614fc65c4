using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>One text file, checked to be UTF-8, and its words or characters.</summary>
internal sealed class TokenText
{
    private readonly byte[] _bytes;
    private readonly bool _byCharacter;

    private TokenText(string path, byte[] bytes, string unit)
    {
        Path = path;
        _bytes = bytes;
        _byCharacter = unit == TokenUnits.Characters;
    }

    public string Path { get; }

    /// <summary>The text, without the byte order mark that it may begin with.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Reads a file; a byte order mark at its start is passed over.</summary>
    /// <param name="path">The file, gzip or plain.</param>
    /// <param name="unit">What a token is, see <see cref="TokenUnits"/>.</param>
    /// <exception cref="DataException">Missing, no regular file, unreadable, without a word, not UTF-8, or with a NUL in it.</exception>
    public static TokenText Read(string path, string unit = TokenUnits.Words)
    {
        return Of(path, TextFile.Read(path), unit);
    }

    /// <summary>The same of bytes that are at hand.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="bytes">The text.</param>
    /// <param name="unit">What a token is, see <see cref="TokenUnits"/>.</param>
    /// <exception cref="DataException">Without a word, not UTF-8, or with a NUL in it.</exception>
    public static TokenText Of(string path, byte[] bytes, string unit)
    {
        TextEncodings.Refuse(path, bytes);
        if (!Utf8.IsValid(bytes))
        {
            throw NotUtf8(path, bytes);
        }

        if (bytes is [0xEF, 0xBB, 0xBF, ..])
        {
            bytes = bytes[3..];
        }

        var text = new TokenText(path, bytes, unit);
        if (bytes.AsSpan().IndexOf((byte)0) is >= 0 and var zero)
        {
            throw new DataException(DataErrorKind.Unusable, $"{text.Place(zero)}: "
                + $"a NUL character; a text has none. Remove it, for example with 'tr -d \"\\000\"', or fetch the file again.");
        }

        return bytes.AsSpan().Trim(" \t\v\f\r\n"u8).IsEmpty
            ? throw new DataException(DataErrorKind.Unusable, $"{ForeignText.Escaped(path)}: "
                + $"the file is empty; a text has at least one word. Put one sentence on each line, words separated by white space.")
            : text;
    }

    /// <summary>
    /// Calls <paramref name="token"/> for each token and, with an empty span, at each end of a line. Words are what stands between ASCII
    /// white space. A line ends with a line feed, a carriage return or both; a last line that nothing ends counts as a line when
    /// it holds anything.
    /// </summary>
    public void Visit(TokenVisitor token)
    {
        if (_byCharacter)
        {
            VisitCharacters(token);
        }
        else
        {
            VisitWords(token);
        }

        if (_bytes[^1] is not ((byte)'\n' or (byte)'\r'))
        {
            token([], _bytes.Length);
        }
    }

    /// <summary>file:line:column of a byte offset; both count from 1, columns in characters.</summary>
    public string Place(int offset)
    {
        var (line, start) = (1, 0);
        for (var i = 0; i < offset; i++)
        {
            if (EndsLine(i))
            {
                (line, start) = (line + 1, i + 1);
            }
        }

        var column = Encoding.UTF8.GetCharCount(_bytes.AsSpan(start, offset - start)) + 1;
        return $"{ForeignText.Escaped(Path)}:{line}:{column}";
    }

    /// <summary>Carriage returns before a line feed belong to it; one alone ends a line as well.</summary>
    private bool EndsLine(int at)
    {
        if (_bytes[at] != '\r')
        {
            return _bytes[at] == '\n';
        }

        var next = _bytes.AsSpan(at).IndexOfAnyExcept((byte)'\r');
        return next < 0 || _bytes[at + next] != '\n';
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void VisitWords(TokenVisitor token)
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
                token(text[start..i], start);
            }

            if (text[i] is (byte)'\n' or (byte)'\r' && EndsLine(i))
            {
                token([], i);
            }

            start = i + 1;
        }

        if (start < text.Length)
        {
            token(text[start..], start);
        }
    }

    private void VisitCharacters(TokenVisitor token)
    {
        ReadOnlySpan<byte> text = _bytes;
        for (var i = 0; i < text.Length;)
        {
            // The text is valid UTF-8, so the first byte of a character says its length.
            var length = text[i] switch { < 0x80 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
            if (text[i] is not ((byte)'\n' or (byte)'\r'))
            {
                token(text.Slice(i, length), i);
            }
            else if (EndsLine(i))
            {
                token([], i);
            }

            i += length;
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

        var place = new TokenText(path, bytes, TokenUnits.Words).Place(offset);
        return new DataException(
            DataErrorKind.Unusable,
            $"{place}: not UTF-8: byte 0x{bytes[offset]:x2} at offset {offset}. Convert "
                + $"the file to UTF-8, for example with 'iconv -f LATIN1 -t UTF-8'.");
    }
}

/// <summary>Receives a token and its byte offset; an empty one is the end of a line.</summary>
internal delegate void TokenVisitor(ReadOnlySpan<byte> token, int offset);
