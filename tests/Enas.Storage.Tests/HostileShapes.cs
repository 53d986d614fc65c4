using System.Buffers.Binary;
using Enas.Storage.Tests.Faults;

namespace Enas.Storage.Tests;

/// <summary>Segments of shapes that Parquet allows, or does not, and that this program never writes.</summary>
internal static class HostileShapes
{
    // Numbers of fields (parquet-format, parquet.thrift).
    private const int Schema = 2;
    private const int RowCount = 3;
    private const int Groups = 4;
    private const int CreatedBy = 6;

    /// <summary>A segment of one shape, made from a good one of five events; its digest is right.</summary>
    public static byte[] Of(string shape, byte[] segment)
    {
        var parts = SegmentParts.Of(segment);
        var (levels, texts, sequence, step) = (parts["duration_ms"], parts["facts"], parts["sequence"], parts["step"]);
        switch (shape)
        {
            case "bit-packed levels":
                levels.Decoded = [2, 0, 0, 0, 3, 0x1F, .. levels.Decoded[6..]];
                break;
            case "a run of no rows":
                levels.Decoded = [4, 0, 0, 0, 0, 1, 10, 1, .. levels.Decoded[6..]];
                break;
            case "a run of more rows than there are":
                levels.Decoded = [6, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F, 1, .. levels.Decoded[6..]];
                break;
            case "levels of fewer rows":
                levels.Decoded = [2, 0, 0, 0, 8, 1, .. levels.Decoded[6..]];
                break;
            case "levels beyond the page":
                levels.Decoded = [0xFF, 0xFF, 0xFF, 0x7F, .. levels.Decoded[4..]];
                break;
            case "a value too many":
                levels.Decoded = [.. levels.Decoded, .. new byte[8]];
                break;
            case "a text beyond the page":
                BinaryPrimitives.WriteInt32LittleEndian(texts.Decoded, int.MaxValue);
                break;
            case "a text of negative length":
                BinaryPrimitives.WriteInt32LittleEndian(texts.Decoded, -1);
                break;
            case "a text of two MiB":
                texts.Decoded = [0, 0, 0x20, 0, .. new byte[2 << 20], .. texts.Decoded];
                break;
            case "a text that is not UTF-8":
                texts.Decoded[4] = 0xFF;
                break;
            case "a short hash":
                parts["event_hash"].Decoded[0] = 31;
                break;
            case "a time that no calendar has":
                BinaryPrimitives.WriteInt64LittleEndian(parts["recorded_at"].Decoded, long.MaxValue);
                break;
            case "a dictionary page":
                sequence.Header[1].Number = 2;
                break;
            case "a data page of version 2":
                sequence.Header.Set(8, ThriftValue.Struct((1, ThriftValue.Integer(CompactType.Int32, 5))));
                break;
            case "another encoding":
                sequence.Header[5][2].Number = 5;
                break;
            case "another codec":
                sequence.Description[4].Number = 1;
                break;
            case "values in another file":
                Chunk(parts, 0).Fields.Insert(0, (1, ThriftValue.Binary("/etc/passwd"u8.ToArray())));
                break;
            case "a second row group":
                parts.Footer[Groups].Elements.Add(parts.Footer[Groups].Elements[0]);
                break;
            case "a nested column":
                parts.Footer[Schema].Elements[1].Fields.Insert(3, (5, ThriftValue.Integer(CompactType.Int32, 1)));
                break;
            case "a column of another type":
                parts.Footer[Schema].Elements[1][1].Number = 1;
                sequence.Description[1].Number = 1;
                break;
            case "a column twice":
                parts.Footer[Schema].Elements[1][4].Bytes = "step"u8.ToArray();
                sequence.Description[3].Elements[0].Bytes = "step"u8.ToArray();
                break;
            case "a struct ten thousand deep":
                parts.Footer.Set(CreatedBy,
                    Enumerable.Range(0, 10_000).Aggregate(ThriftValue.Struct(), (inner, _) => ThriftValue.Struct((1, inner))));
                break;
            case "a list of a billion in no bytes":
                // The list of the schema's 24 elements, its length 2^30.
                var start = segment.Length - 8 - BitConverter.ToInt32(segment, segment.Length - 8);
                var footer = SegmentVariant.Replace(segment[start..^8], [0x19, 0xFC, 0x18], [0x19, 0xFC, 0x80, 0x80, 0x80, 0x80, 0x04]);
                return SegmentParts.Reseal([.. segment[..start], .. footer, .. BitConverter.GetBytes(footer.Length), .. segment[^4..]]);
            case "a skipped field that comes again":
                sequence.Header.Fields.Insert(1, (1, ThriftValue.Integer(CompactType.Int32, 0)));
                break;
            case "pages that share their bytes":
                _ = parts.ToFile();
                step.Description[9].Number = sequence.Description[9].Number;
                return parts.ToFile(fits: false);
            case "a page that decodes to less":
                step.ClaimedBytes = step.Decoded.Length + 1;
                break;
            default:
                throw new ArgumentException(shape);
        }

        return parts.ToFile();
    }

    /// <summary>A file of some thousand bytes that holds as many rows as a commit may have: all alike, so that they
    /// take no space.</summary>
    public static byte[] RowsInFewBytes(byte[] segment, int count)
    {
        var parts = SegmentParts.Of(segment);
        foreach (var column in parts.Columns)
        {
            var isText = column.Description[1].Number == (long)ParquetType.ByteArray;
            var isNullable = SegmentSchema.Columns.DataFields.First(field => field.Name == column.Name).IsNullable;
            byte[] value = isText ? [32, 0, 0, 0, .. new byte[32]]
                : new byte[column.Description[1].Number == (long)ParquetType.Int32 ? 4 : 8];
            var run = SegmentVariant.Integer(0, count)[1..];
            column.Decoded = isNullable
                ? [.. BitConverter.GetBytes(run.Length + 1), .. run, 0]
                : [.. Enumerable.Repeat(value, count).SelectMany(bytes => bytes)];
            column.Header[5][1].Number = count;
            column.Description[5].Number = count;
        }

        parts.Footer[RowCount].Number = count;
        parts.Footer[Groups].Elements[0][3].Number = count;
        parts.SetKey("enas.count", $"{count}");
        parts.SetKey("enas.last_sequence", $"{count - 1}");
        return parts.ToFile();
    }

    private static ThriftValue Chunk(SegmentParts parts, int column) => parts.Footer[Groups].Elements[0][1].Elements[column];
}
