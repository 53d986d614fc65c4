using System.Text;
using Enas.Pipeline.Messages;

namespace Enas.Storage.Log;

/// <summary>Kinds of values that a segment's columns have, by their numbers in Parquet.</summary>
internal enum ParquetType
{
    Int32 = 1,
    Int64 = 2,
    Double = 5,
    ByteArray = 6,
}

/// <summary>A column of a segment, as the footer describes it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Number of its type.</param>
/// <param name="IsNullable">Whether it may hold nulls.</param>
/// <param name="Offset">Where its page begins in the file.</param>
/// <param name="StoredBytes">Bytes that it takes in the file, the page's header among them.</param>
/// <param name="DecodedBytes">Bytes that it decodes to, the same header among them.</param>
internal sealed record ParquetColumn(string Name, long Type, bool IsNullable, long Offset, long StoredBytes, long DecodedBytes);

/// <summary>
/// The footer of a Parquet file, held to the one shape that every version of this program has written (parquet-format, parquet.thrift):
/// flat columns that follow each other without gaps, one row group, one page a column. What has another shape was not written by it.
/// </summary>
/// <param name="RowCount">Rows.</param>
/// <param name="Columns">Columns, in file order.</param>
/// <param name="KeyValues">Key-values.</param>
internal sealed record ParquetFooter(long RowCount, IReadOnlyList<ParquetColumn> Columns, IReadOnlyDictionary<string, string> KeyValues)
{
    /// <summary>Columns that a footer may list: those of this version and many that may come.</summary>
    public const int MostColumns = 256;

    private const int MostKeyValues = 64;
    private const int MostNameBytes = 256;
    private const int MostValueBytes = 1 << 16;
    private const int Zstd = 6;
    private const int MagicBytes = 4;

    /// <summary>Reads a footer.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="start">Where it begins in the file, which is where the last column ends.</param>
    /// <exception cref="InvalidDataException">It is malformed, or has another shape.</exception>
    public static ParquetFooter Parse(ReadOnlySpan<byte> bytes, long start)
    {
        var thrift = new CompactReader(bytes);
        var (rows, schema, group) = (-1L, (List<SchemaColumn>?)null, (Group?)null);
        var keyValues = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var field = 0; thrift.TryReadField(ref field, out var type);)
        {
            switch (field)
            {
                case 2:
                    schema = ReadSchema(ref thrift, type);
                    break;
                case 3:
                    rows = thrift.ReadInteger(type);
                    break;
                case 4:
                    Require(thrift.ReadListHeader(type, CompactType.Struct) == 1, "it does not have one row group");
                    group = ReadGroup(ref thrift);
                    break;
                case 5:
                    ReadKeyValues(ref thrift, type, keyValues);
                    break;
                case 1 or 6 or 7:
                    thrift.Skip(type);
                    break;
                default:
                    throw new InvalidDataException($"its footer has a field {field}");
            }
        }

        Require(thrift.Position == bytes.Length, "its footer ends before its bytes do");
        Require(schema is not null && group is not null && group.RowCount == rows,
            "its footer does not say how many rows it has, or says it twice");
        return new ParquetFooter(rows, Join(schema!, group!, start), keyValues);
    }

    // The first element is the root, which counts the others; each other one is a column.
    private static List<SchemaColumn> ReadSchema(ref CompactReader thrift, CompactType listType)
    {
        var count = thrift.ReadListHeader(listType, CompactType.Struct);
        Require(count is > 1 and <= MostColumns + 1, $"it lists {count - 1} columns");
        var columns = new List<SchemaColumn>(count - 1);
        for (var i = 0; i < count; i++)
        {
            var (element, children) = ReadSchemaElement(ref thrift);
            Require(children == (i == 0 ? count - 1 : 0), "its columns are not flat");
            if (i > 0)
            {
                columns.Add(element);
            }
        }

        return columns;
    }

    private static (SchemaColumn Element, long Children) ReadSchemaElement(ref CompactReader thrift)
    {
        var (physical, repetition, children, name) = (-1L, 0L, 0L, "");
        for (var field = 0; thrift.TryReadField(ref field, out var type);)
        {
            switch (field)
            {
                case 1:
                    physical = thrift.ReadInteger(type);
                    break;
                case 3:
                    repetition = thrift.ReadInteger(type);
                    break;
                case 4:
                    name = Text(thrift.ReadBinary(type), MostNameBytes);
                    break;
                case 5:
                    children = thrift.ReadInteger(type);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        Require(repetition is 0 or 1, $"column {Shown(name)} is repeated");
        return (new SchemaColumn(name, physical, repetition == 1), children);
    }

    private static Group ReadGroup(ref CompactReader thrift)
    {
        var (rows, chunks) = (-1L, new List<Chunk>());
        for (var field = 0; thrift.TryReadField(ref field, out var type);)
        {
            switch (field)
            {
                case 1:
                    var count = thrift.ReadListHeader(type, CompactType.Struct);
                    Require(count <= MostColumns, $"it lists {count} columns");
                    for (var i = 0; i < count; i++)
                    {
                        chunks.Add(ReadChunk(ref thrift));
                    }

                    break;
                case 3:
                    rows = thrift.ReadInteger(type);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        return new Group(rows, chunks);
    }

    private static Chunk ReadChunk(ref CompactReader thrift)
    {
        var chunk = (Chunk?)null;
        for (var field = 0; thrift.TryReadField(ref field, out var type);)
        {
            switch (field)
            {
                case 2:
                    thrift.Skip(type);
                    break;
                case 3:
                    CompactReader.RequireStruct(type);
                    chunk = ReadDescription(ref thrift);
                    break;
                default:
                    throw new InvalidDataException(
                        $"a column has a field {field}: its values are in another file, or encrypted, or have an index");
            }
        }

        return chunk ?? throw new InvalidDataException("a column has no description");
    }

    private static Chunk ReadDescription(ref CompactReader thrift)
    {
        var chunk = new Chunk("", -1, -1, -1, -1, -1);
        for (var field = 0; thrift.TryReadField(ref field, out var type);)
        {
            switch (field)
            {
                case 1:
                    chunk = chunk with { Type = thrift.ReadInteger(type) };
                    break;
                case 3:
                    Require(thrift.ReadListHeader(type, CompactType.Binary) == 1, "its columns are not flat");
                    chunk = chunk with { Name = Text(thrift.ReadBinary(CompactType.Binary), MostNameBytes) };
                    break;
                case 4:
                    var codec = thrift.ReadInteger(type);
                    Require(codec == Zstd, $"column {Shown(chunk.Name)} is compressed by method {codec}");
                    break;
                case 5:
                    chunk = chunk with { ValueCount = thrift.ReadInteger(type) };
                    break;
                case 6:
                    chunk = chunk with { DecodedBytes = thrift.ReadInteger(type) };
                    break;
                case 7:
                    chunk = chunk with { StoredBytes = thrift.ReadInteger(type) };
                    break;
                case 9:
                    chunk = chunk with { Offset = thrift.ReadInteger(type) };
                    break;
                case 10 or 11:
                    throw new InvalidDataException($"column {Shown(chunk.Name)} has pages of other kinds");
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        return chunk;
    }

    private static void ReadKeyValues(ref CompactReader thrift, CompactType listType, SortedDictionary<string, string> keyValues)
    {
        var count = thrift.ReadListHeader(listType, CompactType.Struct);
        Require(count <= MostKeyValues, $"it has {count} footer keys");
        for (var i = 0; i < count; i++)
        {
            var (key, value) = ("", "");
            for (var field = 0; thrift.TryReadField(ref field, out var type);)
            {
                var text = Text(thrift.ReadBinary(type), MostValueBytes);
                (key, value) = field switch
                {
                    1 => (text, value),
                    2 => (key, text),
                    _ => throw new InvalidDataException("a footer key has more than a value")
                };
            }

            Require(keyValues.TryAdd(key, value), $"footer key {Shown(key)} is there twice");
        }
    }

    // The columns must follow each other from the beginning of the file to its footer: no byte belongs to two, and none to no column.
    private static List<ParquetColumn> Join(List<SchemaColumn> schema, Group group, long start)
    {
        Require(schema.Count == group.Columns.Count, "it does not have the columns that its schema lists");
        var columns = new List<ParquetColumn>(schema.Count);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var next = (long)MagicBytes;
        foreach (var (column, chunk) in schema.Zip(group.Columns))
        {
            var shown = Shown(column.Name);
            Require(names.Add(column.Name), $"column {shown} is there twice");
            Require(chunk.Name == column.Name && chunk.Type == column.Type, $"column {shown} is not what the schema says");
            Require(chunk.ValueCount == group.RowCount, $"column {shown} claims to hold {chunk.ValueCount} values");
            Require(chunk.Offset == next && chunk.StoredBytes > 0 && chunk.StoredBytes <= start - next,
                $"column {shown} does not lie where the one before ends");
            next += chunk.StoredBytes;
            columns.Add(
                new ParquetColumn(column.Name, column.Type, column.IsNullable, chunk.Offset, chunk.StoredBytes, chunk.DecodedBytes));
        }

        Require(next == start, "there is something between its columns and its footer");
        return columns;
    }

    private static string Text(ReadOnlySpan<byte> bytes, int most)
    {
        Require(bytes.Length <= most, $"its footer holds a text of {bytes.Length} bytes");
        return Encoding.UTF8.GetString(bytes);
    }

    private static string Shown(string name) => ForeignText.Shown(name, 64);

    private static void Require(bool condition, string reason)
    {
        if (!condition)
        {
            throw new InvalidDataException(reason);
        }
    }

    private sealed record SchemaColumn(string Name, long Type, bool IsNullable);

    private sealed record Chunk(string Name, long Type, long ValueCount, long DecodedBytes, long StoredBytes, long Offset);

    private sealed record Group(long RowCount, IReadOnlyList<Chunk> Columns);
}
