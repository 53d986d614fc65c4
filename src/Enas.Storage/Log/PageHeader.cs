using Parquet.Meta;

namespace Enas.Storage;

/// <summary>
/// Sizes in the header of a Parquet page, read before the codec makes room for what they claim (parquet-format, parquet.thrift,
/// PageHeader; Thrift compact protocol).
/// </summary>
/// <param name="HeaderBytes">Length of the header.</param>
/// <param name="DecodedBytes">Size of the page that the header claims.</param>
/// <param name="StoredBytes">Its size in the file.</param>
internal readonly record struct PageHeader(int HeaderBytes, long DecodedBytes, long StoredBytes)
{
    private const int DecodedField = 2;
    private const int StoredField = 3;

    /// <summary>Walks the pages of a column and adds up what they claim to decode to.</summary>
    /// <exception cref="InvalidDataException">The pages do not fill the column, or claim more than <paramref name="most"/>.</exception>
    public static long DecodedBytesOf(ReadOnlySpan<byte> file, ColumnMetaData column, long most)
    {
        var start = column.DictionaryPageOffset is > 0 and var dictionary ? Math.Min(dictionary, column.DataPageOffset) : column.DataPageOffset;
        var rest = file.Slice(checked((int)start), checked((int)column.TotalCompressedSize));
        var total = 0L;
        while (!rest.IsEmpty)
        {
            var page = Read(rest);
            total += page.DecodedBytes;
            if (page.DecodedBytes < 0 || page.StoredBytes < 0 || total > most)
            {
                throw new InvalidDataException($"a page of column {string.Join('.', column.PathInSchema)} claims to decode to {page.DecodedBytes} bytes");
            }

            rest = rest[checked((int)(page.HeaderBytes + page.StoredBytes))..];
        }

        return total;
    }

    /// <summary>Reads the header at the beginning of some bytes.</summary>
    public static PageHeader Read(ReadOnlySpan<byte> bytes)
    {
        var thrift = new CompactReader(bytes);
        var (decoded, stored) = (-1L, -1L);
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
                default:
                    thrift.Skip(type, depth: 0);
                    break;
            }
        }

        return new PageHeader(thrift.Position, decoded, stored);
    }
}
