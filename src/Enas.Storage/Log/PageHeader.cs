using Parquet.Meta;

namespace Enas.Storage;

/// <summary>
/// Sizes in the header of a Parquet page, read before the codec makes room for what they claim (parquet-format, parquet.thrift,
/// PageHeader; Thrift compact protocol).
/// </summary>
/// <param name="HeaderBytes">Length of the header.</param>
/// <param name="DecodedBytes">Size of the page that the header claims.</param>
/// <param name="StoredBytes">Its size in the file.</param>
/// <param name="ValueCount">Number of values that it claims to hold.</param>
internal readonly record struct PageHeader(int HeaderBytes, long DecodedBytes, long StoredBytes, long ValueCount)
{
    private const int DecodedField = 2;
    private const int StoredField = 3;
    private const int DataPageField = 5;
    private const int DictionaryPageField = 7;
    private const int DataPageV2Field = 8;

    /// <summary>Walks the pages of a column and adds up the most that they can decode to.</summary>
    /// <exception cref="InvalidDataException">The pages do not fill the column, hold more values than the segment has events, or can
    /// decode to more than <paramref name="most"/>.</exception>
    public static long MostDecodedBytesOf(ReadOnlySpan<byte> file, ColumnMetaData column, int rowCount, long most)
    {
        if (column.Codec is not (CompressionCodec.ZSTD or CompressionCodec.UNCOMPRESSED))
        {
            throw new InvalidDataException($"column {NameOf(column)} is compressed by {column.Codec}");
        }

        var start = column.DictionaryPageOffset is > 0 and var dictionary ? Math.Min(dictionary, column.DataPageOffset) : column.DataPageOffset;
        var rest = file.Slice(checked((int)start), checked((int)column.TotalCompressedSize));
        var total = 0L;
        while (!rest.IsEmpty)
        {
            var page = Read(rest);
            total += page.Check(column, rowCount, rest);
            if (total > most)
            {
                throw new InvalidDataException($"a page of column {NameOf(column)} can decode to more than {most} bytes");
            }

            rest = rest[checked((int)(page.HeaderBytes + page.StoredBytes))..];
        }

        return total;
    }

    /// <summary>Reads the header at the beginning of some bytes.</summary>
    public static PageHeader Read(ReadOnlySpan<byte> bytes)
    {
        var thrift = new CompactReader(bytes);
        var (decoded, stored, count) = (-1L, -1L, 0L);
        for (var field = 0; thrift.TryReadField(ref field, out var type);)
        {
            switch (field)
            {
                case DecodedField:
                    decoded = thrift.ReadInteger();
                    break;
                case StoredField:
                    stored = thrift.ReadInteger();
                    break;
                case DataPageField or DictionaryPageField or DataPageV2Field:
                    count = ReadValueCount(ref thrift);
                    break;
                default:
                    thrift.Skip(type, depth: 0);
                    break;
            }
        }

        return new PageHeader(thrift.Position, decoded, stored, count);
    }

    private long Check(ColumnMetaData column, int rowCount, ReadOnlySpan<byte> page)
    {
        if (DecodedBytes < 0 || StoredBytes < 0 || DecodedBytes > int.MaxValue / 2)
        {
            throw new InvalidDataException($"a page of column {NameOf(column)} claims to decode to {DecodedBytes} bytes");
        }

        if (ValueCount < 0 || ValueCount > rowCount)
        {
            throw new InvalidDataException($"a page of column {NameOf(column)} claims to hold {ValueCount} values");
        }

        var stored = page.Slice(HeaderBytes, checked((int)StoredBytes));
        return Math.Max(DecodedBytes, column.Codec == CompressionCodec.ZSTD ? ZstdFrame.MostDecodedBytes(stored) : StoredBytes);
    }

    // The first field of each kind of page.
    private static long ReadValueCount(ref CompactReader thrift)
    {
        var count = 0L;
        for (var field = 0; thrift.TryReadField(ref field, out var type);)
        {
            if (field == 1)
            {
                count = thrift.ReadInteger();
            }
            else
            {
                thrift.Skip(type, depth: 1);
            }
        }

        return count;
    }

    private static string NameOf(ColumnMetaData column) => string.Join('.', column.PathInSchema);
}
