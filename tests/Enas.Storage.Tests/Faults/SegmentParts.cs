using System.Text;

namespace Enas.Storage.Tests.Faults;

/// <summary>
/// A segment taken apart: the header and the decoded bytes of each column's page, and the footer. It is put together again with sizes and
/// offsets that fit, whatever was changed, so that what a test changes is the only thing that is wrong.
/// </summary>
internal sealed class SegmentParts
{
    // Numbers of fields (parquet-format, parquet.thrift): of the footer, of a column's description, of a page's header.
    private const int Groups = 4;
    private const int KeyValues = 5;
    private const int ColumnName = 3;
    private const int ColumnDecodedBytes = 6;
    private const int ColumnStoredBytes = 7;
    private const int ColumnOffset = 9;
    private const int PageDecodedBytes = 2;
    private const int PageStoredBytes = 3;

    private static readonly byte[] s_magic = "PAR1"u8.ToArray();

    private readonly IReadOnlyList<ThriftValue> _keyValues;

    private SegmentParts(List<SegmentPart> columns, ThriftValue footer)
    {
        Columns = columns;
        Footer = footer;
        _keyValues = [.. footer[KeyValues].Elements];
    }

    public List<SegmentPart> Columns { get; }

    public ThriftValue Footer { get; }

    public SegmentPart this[string name] => Columns.First(column => column.Name == name);

    public static SegmentParts Of(byte[] file)
    {
        var footerLength = BitConverter.ToInt32(file, file.Length - 8);
        var (footer, _) = ThriftValue.Read(file.AsSpan(file.Length - 8 - footerLength, footerLength));
        using var decompressor = new ZstdSharp.Decompressor();
        var columns = new List<SegmentPart>();
        foreach (var chunk in footer[Groups].Elements[0][1].Elements)
        {
            var description = chunk[3];
            var page = file.AsSpan((int)description[ColumnOffset].Number, (int)description[ColumnStoredBytes].Number);
            var (header, length) = ThriftValue.Read(page);
            columns.Add(new SegmentPart(description, header)
            {
                Name = Encoding.UTF8.GetString(description[ColumnName].Elements[0].Bytes),
                Decoded = decompressor.Unwrap(page[length..]).ToArray(),
            });
        }

        return new SegmentParts(columns, footer);
    }

    /// <summary>Changes a footer key.</summary>
    public void SetKey(string key, string value) =>
        _keyValues.First(pair => Encoding.UTF8.GetString(pair[1].Bytes) == key)[2].Bytes = Encoding.UTF8.GetBytes(value);

    /// <summary>Puts the segment together and gives it the digest that is right for it.</summary>
    /// <param name="fits">Whether sizes and offsets are made to fit; else they stay as they were or as a test has set them.</param>
    public byte[] ToFile(bool fits = true)
    {
        using var compressor = new ZstdSharp.Compressor(1);
        var file = new List<byte>(s_magic);
        foreach (var column in Columns)
        {
            var stored = column.Stored ?? compressor.Wrap(column.Decoded).ToArray();
            var decodedBytes = column.ClaimedBytes ?? column.Decoded.Length;
            column.Header.SetNumber(PageDecodedBytes, decodedBytes, fits);
            column.Header.SetNumber(PageStoredBytes, stored.Length, fits);
            var head = column.Header.ToBytes();
            column.Description.SetNumber(ColumnDecodedBytes, head.Length + decodedBytes, fits);
            column.Description.SetNumber(ColumnStoredBytes, head.Length + stored.Length, fits);
            column.Description.SetNumber(ColumnOffset, file.Count, fits);

            file.AddRange(head);
            file.AddRange(stored);
        }

        var footer = Footer.ToBytes();
        return Reseal([.. file, .. footer, .. BitConverter.GetBytes(footer.Length), .. s_magic]);
    }

    /// <summary>Gives a file the digest that is right for it, where it still has the place for one.</summary>
    public static byte[] Reseal(byte[] file)
    {
        try
        {
            Blank(file);
            SegmentDigest.Stamp(file, 0);
        }
        catch (Pipeline.Events.LogDamagedException)
        {
            // The place is gone: the reader says so.
        }

        return file;
    }

    private static void Blank(byte[] file)
    {
        var marker = "enas.sha256\u0018\u0040"u8;
        var at = file.AsSpan().LastIndexOf(marker) + marker.Length;
        if (at >= marker.Length && at + SegmentDigest.Length <= file.Length)
        {
            file.AsSpan(at, SegmentDigest.Length).Fill((byte)'0');
        }
    }
}

/// <summary>A column.</summary>
/// <param name="Description">What the footer says of it; a part of the footer.</param>
/// <param name="Header">The header of its page.</param>
internal sealed record SegmentPart(ThriftValue Description, ThriftValue Header)
{
    public required string Name { get; init; }

    /// <summary>What the page decodes to.</summary>
    public required byte[] Decoded { get; set; }

    /// <summary>What stands in the file in place of its compressed bytes.</summary>
    public byte[]? Stored { get; set; }

    /// <summary>What its header claims to decode to, where that is not the truth.</summary>
    public long? ClaimedBytes { get; set; }
}
