namespace Enas.Storage.Tests.Faults;

/// <summary>
/// Segments with something changed and the digest right all the same: bytes anywhere, values of the footer and of page headers, what the
/// pages decode to. Everything follows from the random numbers that it is given.
/// </summary>
internal static class SegmentMutation
{
    private static readonly long[] s_numbers =
    [
        0, 1, 2, 3, 4, 7, 8, 15, 16, 127,
            128, 255, 256, 65_535, 131_072, 131_073, 1 << 20, 1 << 30, int.MaxValue, 1L << 31, uint.MaxValue, 1L << 32,
        long.MaxValue, -1, -2, -128, int.MinValue, long.MinValue,
    ];

    private static readonly Action<Random,
        byte[], SegmentParts>[] s_structural = [ChangeFooter, ChangePageHeader, ChangePage, SwapPages, LieAboutPage, RepeatPage];

    /// <summary>Names of the kinds, in order.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["footer bytes", "page bytes", .. s_structural.Select(kind => kind.Method.Name)];

    /// <summary>A mutant of one kind.</summary>
    public static byte[] Of(byte[] segment, int kind, Random random)
    {
        if (kind < 2)
        {
            return Bytes(segment, isFooter: kind == 0, random);
        }

        var parts = SegmentParts.Of(segment);
        for (var changes = 1 + random.Next(3); changes > 0; changes--)
        {
            s_structural[kind - 2](random, segment, parts);
        }

        return parts.ToFile(fits: random.Next(4) > 0);
    }

    // Some bytes of the footer, or of what stands before it, changed, put in or taken out; the footer's length stays the true one.
    private static byte[] Bytes(byte[] segment, bool isFooter, Random random)
    {
        var length = BitConverter.ToInt32(segment, segment.Length - 8);
        var footer = segment.Length - 8 - length;
        byte[] pages = segment[..footer], end = segment[footer..^8];
        for (var changes = 1 + random.Next(4); changes > 0; changes--)
        {
            if (isFooter)
            {
                end = Change(end, random.Next(end.Length), random);
            }
            else
            {
                pages = Change(pages, Math.Min(4 + random.Next(pages.Length), pages.Length - 1), random);
            }
        }

        return SegmentParts.Reseal([.. pages, .. end, .. BitConverter.GetBytes(end.Length), .. segment[^4..]]);
    }

    private static byte[] Change(byte[] bytes, int at, Random random)
    {
        if (bytes.Length == 0)
        {
            return [(byte)random.Next(256)];
        }

        switch (random.Next(6))
        {
            case 0:
                return [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
            case 1:
                return [.. bytes[..at], .. bytes[Math.Min(at + 1 + random.Next(8), bytes.Length)..]];
            case 2:
                return [.. bytes[..at], .. Enumerable.Repeat((byte)0xFF, 1 + random.Next(12)), .. bytes[at..]];
            case 3:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 4:
                bytes[at] = (byte)(random.Next(2) == 0 ? 0xFF : 0);
                return bytes;
            default:
                bytes[at] = (byte)random.Next(256);
                return bytes;
        }
    }

    private static void ChangeFooter(Random random, byte[] segment, SegmentParts parts) => Change(parts.Footer, random);

    private static void ChangePageHeader(Random random, byte[] segment, SegmentParts parts) =>
        Change(parts.Columns[random.Next(parts.Columns.Count)].Header, random);

    // Levels, lengths and values: the beginning of a page has most of what steers a reader.
    private static void ChangePage(Random random, byte[] segment, SegmentParts parts)
    {
        var column = parts.Columns[random.Next(parts.Columns.Count)];
        var bytes = (byte[])column.Decoded.Clone();
        column.Decoded = Change(bytes, bytes.Length == 0
            ? 0 : random.Next(random.Next(2) == 0 ? Math.Min(bytes.Length, 12) : bytes.Length), random);
    }

    private static void SwapPages(Random random, byte[] segment, SegmentParts parts)
    {
        var (first, second) = (random.Next(parts.Columns.Count), random.Next(parts.Columns.Count));
        if (random.Next(2) == 0)
        {
            (parts.Columns[first].Decoded, parts.Columns[second].Decoded) = (parts.Columns[second].Decoded, parts.Columns[first].Decoded);
        }
        else
        {
            (parts.Columns[first], parts.Columns[second]) = (parts.Columns[second], parts.Columns[first]);
        }
    }

    private static void LieAboutPage(Random random, byte[] segment, SegmentParts parts)
    {
        var column = parts.Columns[random.Next(parts.Columns.Count)];
        column.ClaimedBytes = s_numbers[random.Next(s_numbers.Length)];
        if (random.Next(2) == 0)
        {
            // A block of four bytes that stands for 128 KiB, as often as it likes: a frame that decodes to much more than anything here.
            byte[] block = [0x02, 0x00, 0x10, 0x00];
            column.Stored = [0x28, 0xB5, 0x2F,
                0xFD, 0x00, 0x58, .. Enumerable.Repeat(block, 1 + random.Next(4000)).SelectMany(bytes => bytes), 0x03, 0x00, 0x00, 0x00];
        }
    }

    // One page in place of another's, again and again, or all rows once more.
    private static void RepeatPage(Random random, byte[] segment, SegmentParts parts)
    {
        var column = parts.Columns[random.Next(parts.Columns.Count)];
        var times = 1 << random.Next(14);
        if ((long)times * column.Decoded.Length <= 8 << 20)
        {
            column.Decoded = [.. Enumerable.Repeat(column.Decoded, times).SelectMany(bytes => bytes)];
        }

        if (random.Next(2) == 0)
        {
            parts.SetKey("enas.count", $"{times}");
            parts.SetKey("enas.last_sequence", $"{times - 1}");
            parts.Footer.SetNumber(3, times, isToBeSet: true);
        }
    }

    private static void Change(ThriftValue root, Random random)
    {
        var all = root.All().ToArray();
        var value = all[random.Next(all.Length)];
        switch (random.Next(8))
        {
            case 0 or 1 or 2:
                value.Number = s_numbers[random.Next(s_numbers.Length)];
                break;
            case 3:
                value.Type = (CompactType)random.Next(14);
                break;
            case 4:
                value.Bytes = Change([.. value.Bytes], value.Bytes.Length == 0 ? 0 : random.Next(value.Bytes.Length), random);
                break;
            case 5 when value.Elements.Count > 0:
                value.Elements.AddRange(Enumerable.Repeat(value.Elements[random.Next(value.Elements.Count)], 1 + random.Next(400)));
                break;
            case 6 when value.Fields.Count > 0:
                value.Fields.RemoveAt(random.Next(value.Fields.Count));
                break;
            default:
                Nest(value, random);
                break;
        }
    }

    private static void Nest(ThriftValue value, Random random)
    {
        var deep = ThriftValue.Struct();
        for (var depth = 1 << random.Next(13); depth > 0; depth--)
        {
            deep = ThriftValue.Struct((1 + random.Next(20), deep));
        }

        value.Set(1 + random.Next(40), deep);
    }
}
