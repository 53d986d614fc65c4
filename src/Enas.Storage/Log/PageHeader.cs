using Enas.Pipeline.Messages;

namespace Enas.Storage.Log;

/// <summary>
/// The header of a Parquet page, read before room is made for what it claims (parquet-format, parquet.thrift, PageHeader). A column of a
/// segment is one data page of version 1, its values plain and its levels in runs.
/// </summary>
/// <param name="HeaderBytes">Length of the header.</param>
/// <param name="DecodedBytes">Size of the page that the header claims.</param>
/// <param name="StoredBytes">Its size in the file.</param>
/// <param name="ValueCount">Number of values that it claims to hold.</param>
internal readonly record struct PageHeader(int HeaderBytes, long DecodedBytes, long StoredBytes, long ValueCount)
{
    private const int DataPage = 0;
    private const int Plain = 0;
    private const int Runs = 3;

    /// <summary>Reads the header of a column's only page and holds it to what the footer says of the column.</summary>
    /// <param name="column">The column, as the footer has it.</param>
    /// <param name="bytes">The bytes that the column takes in the file.</param>
    /// <param name="rowCount">Rows of the segment.</param>
    /// <exception cref="InvalidDataException">It is malformed, another kind of page, or of other sizes.</exception>
    public static PageHeader Of(ParquetColumn column, ReadOnlySpan<byte> bytes, int rowCount)
    {
        var name = ForeignText.Shown(column.Name, 64);
        var page = Read(bytes);
        if (page.DecodedBytes < 0 || page.HeaderBytes + page.DecodedBytes != column.DecodedBytes)
        {
            throw new InvalidDataException(
                $"a page of column {name} claims to decode to {page.DecodedBytes} bytes, which is not what the footer says");
        }

        if (page.StoredBytes < 0 || page.HeaderBytes + page.StoredBytes != bytes.Length)
        {
            throw new InvalidDataException(
                $"a page of column {name} claims to take {page.StoredBytes} bytes, which is not what the footer says");
        }

        return page.ValueCount == rowCount
            ? page
            : throw new InvalidDataException($"a page of column {name} claims to hold {page.ValueCount} values");
    }

    /// <summary>Reads the header at the beginning of some bytes.</summary>
    /// <exception cref="InvalidDataException">It is malformed, or another kind of page.</exception>
    public static PageHeader Read(ReadOnlySpan<byte> bytes)
    {
        var thrift = new CompactReader(bytes);
        var (kind, decoded, stored, count) = (-1L, -1L, -1L, -1L);
        for (var field = 0; thrift.TryReadField(ref field, out var type);)
        {
            switch (field)
            {
                case 1:
                    kind = thrift.ReadInteger(type);
                    break;
                case 2:
                    decoded = thrift.ReadInteger(type);
                    break;
                case 3:
                    stored = thrift.ReadInteger(type);
                    break;
                case 4:
                    thrift.Skip(type);
                    break;
                case 5:
                    CompactReader.RequireStruct(type);
                    count = ReadDataPage(ref thrift);
                    break;
                default:
                    throw new InvalidDataException($"a page has a header of kind {field}");
            }
        }

        return kind == DataPage
            ? new PageHeader(thrift.Position, decoded, stored, count)
            : throw new InvalidDataException($"a page is of kind {kind}");
    }

    // The statistics, which repeat the least and the greatest value, are passed over: nobody here believes them.
    private static long ReadDataPage(ref CompactReader thrift)
    {
        var (count, values, definitions, repetitions) = (-1L, -1L, -1L, -1L);
        for (var field = 0; thrift.TryReadField(ref field, out var type);)
        {
            switch (field)
            {
                case 1:
                    count = thrift.ReadInteger(type);
                    break;
                case 2:
                    values = thrift.ReadInteger(type);
                    break;
                case 3:
                    definitions = thrift.ReadInteger(type);
                    break;
                case 4:
                    repetitions = thrift.ReadInteger(type);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        return (values, definitions, repetitions) == (Plain, Runs, Runs)
            ? count
            : throw new InvalidDataException($"a page is encoded by methods {values}, {definitions}, {repetitions}");
    }
}
