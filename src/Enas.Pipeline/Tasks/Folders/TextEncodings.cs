using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Tasks.Folders;

/// <summary>Tells what a file is that is no UTF-8 text: by its mark, and without one where its zero bytes make it evident.</summary>
internal static class TextEncodings
{
    private const int LookedAt = 1 << 16;

    private static readonly (byte[] Mark, string Name, string Way)[] s_packed =
    [
        ("BZh"u8.ToArray(), "packed with bzip2", "bunzip2"),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "packed with xz", "unxz"),
        ([0x28, 0xB5, 0x2F, 0xFD], "packed with Zstandard", "unzstd"),
        ([(byte)'P', (byte)'K', 3, 4], "a ZIP archive", "unzip"),
    ];

    /// <exception cref="DataException">The file is in another encoding, or packed in a way that is not read.</exception>
    public static void Refuse(string path, ReadOnlySpan<byte> bytes)
    {
        foreach (var (mark, name, way) in s_packed)
        {
            if (bytes.StartsWith(mark))
            {
                throw new DataException(DataErrorKind.Unusable, $"{ForeignText.Escaped(path)}: "
                    + $"the file is {name}; a text is plain UTF-8, or packed with gzip. Unpack it with '{way}'.");
            }
        }

        if (NameOf(bytes) is { } encoding)
        {
            throw new DataException(
                DataErrorKind.Unusable,
                $"{ForeignText.Escaped(path)}: the file is {encoding.Name}; a text has "
                    + $"to be UTF-8. Convert it, for example with 'iconv -f {encoding.Converter} -t UTF-8'.");
        }
    }

    private static (string Name, string Converter)? NameOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, 0, 0, ..] => ("UTF-32 (little-endian)", "UTF-32"),
        [0, 0, 0xFE, 0xFF, ..] => ("UTF-32 (big-endian)", "UTF-32"),
        [0xFF, 0xFE, ..] => ("UTF-16 (little-endian)", "UTF-16"),
        [0xFE, 0xFF, ..] => ("UTF-16 (big-endian)", "UTF-16"),
        _ => WithoutMark(bytes),
    };

    /// <summary>The zero bytes of a text in UTF-16 or UTF-32 stand at some places of each character and never at the others.</summary>
    private static (string Name, string Converter)? WithoutMark(ReadOnlySpan<byte> bytes)
    {
        var head = bytes[..(Math.Min(bytes.Length, LookedAt) & ~3)];
        Span<int> zeros = stackalloc int[4];
        for (var i = 0; i < head.Length; i++)
        {
            zeros[i & 3] += head[i] == 0 ? 1 : 0;
        }

        var characters = head.Length / 4;
        if (zeros.IndexOfAnyExcept(0) < 0)
        {
            return null;
        }

        // Every code point is below 0x110000: of four bytes one is always zero, and of text the one beside it too.
        return zeros switch
        {
            [0, _, var c, var d] when c == characters && d == characters =>
                ("UTF-32 (little-endian, without a byte order mark)", "UTF-32LE"),
            [var a, var b, _, 0] when a == characters && b == characters => ("UTF-32 (big-endian, without a byte order mark)", "UTF-32BE"),
            [0, var b, 0, var d] when IsWide(head, low: 0, b + d) => ("UTF-16 (little-endian, without a byte order mark)", "UTF-16LE"),
            [var a, 0, var c, 0] when IsWide(head, low: 1, a + c) => ("UTF-16 (big-endian, without a byte order mark)", "UTF-16BE"),
            _ => null,
        };
    }

    /// <summary>
    /// Whether two bytes are a character: of Latin script most have a zero byte; of others at least the blanks and line ends, which in
    /// UTF-8 have none beside them.
    /// </summary>
    private static bool IsWide(ReadOnlySpan<byte> head, int low, int zeros)
    {
        var (blanks, wide) = (0, 0);
        for (var i = 0; i < head.Length; i += 2)
        {
            var isBlank = head[i + low] is (byte)' ' or (byte)'\n';
            blanks += isBlank ? 1 : 0;
            wide += isBlank && head[i + 1 - low] == 0 ? 1 : 0;
        }

        return 2 * zeros > head.Length / 2 || (wide > 0 && 2 * wide > blanks);
    }
}
