using System.Collections.Frozen;
using System.IO.Compression;
using Parquet;
using Parquet.Schema;

namespace Enas.Storage.Log;

/// <summary>The columns of a segment, in file order, and how they are written.</summary>
internal static class SegmentSchema
{
    public static readonly DataField Sequence = new DataField<long>("sequence");
    public static readonly DataField Step = new DataField<long>("step");
    public static readonly DataField Phase = new DataField<string>("phase", nullable: false);
    public static readonly DataField Epoch = new DataField<int>("epoch");
    public static readonly DataField EventType = new DataField<string>("event_type", nullable: false);
    public static readonly DataField SchemaVersion = new DataField<int>("schema_version");
    public static readonly DataField FactIndex = new DataField<long?>("fact_index");
    public static readonly DataField Facts = new DataField<string>("facts", nullable: false);
    public static readonly DataField Observations = new DataField<string>("observations", nullable: false);
    public static readonly DataField RecordedAt =
        new DateTimeDataField("recorded_at",
            DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: false);

    /// <summary>
    /// The same column as the microseconds that it stores. Given as <see cref="DateTime"/>, the codec writes the column's statistics in
    /// milliseconds, and a reader that prunes by them finds nothing. It takes values by the name of their column.
    /// </summary>
    public static readonly DataField RecordedAtAsWritten = (DataField)new ParquetSchema(new DataField<long>("recorded_at")).Fields[0];

    public static readonly DataField FactHash = new DataField<byte[]>("fact_hash", nullable: false);
    public static readonly DataField EventHash = new DataField<byte[]>("event_hash", nullable: false);
    public static readonly DataField Architecture = new DataField<string>("architecture", nullable: true);
    public static readonly IReadOnlyList<DataField> Promoted =
        [.. PromotedColumns.All.Select(column => new DataField<double?>(column.Name))];

    public static readonly ParquetSchema Columns = new(
    [
        Sequence, Step, Phase, Epoch, EventType, SchemaVersion, FactIndex, Facts, Observations, RecordedAt, FactHash, EventHash,
        Architecture, .. Promoted,
    ]);

    private static readonly FrozenSet<string> s_names = Columns.DataFields.Select(field => field.Name).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether this version knows a column; others are passed over.</summary>
    public static bool IsKnown(string name) => s_names.Contains(name);

    /// <summary>The type that a column has in the file.</summary>
    public static ParquetType TypeOf(DataField field) =>
        field.ClrType == typeof(int) ? ParquetType.Int32
        : field.ClrType == typeof(double) ? ParquetType.Double
        : field.ClrType == typeof(long) || field.ClrType == typeof(DateTime) ? ParquetType.Int64
        : ParquetType.ByteArray;

    /// <summary>
    /// Zstandard at its fastest, set explicitly: the codec's default is the smallest size, five times slower for a tenth of the bytes.
    /// Hashes never repeat, so a dictionary of them is work for nothing.
    /// </summary>
    public static ParquetOptions Options() => new()
    {
        CompressionMethod = CompressionMethod.Zstd,
        CompressionLevel = CompressionLevel.Fastest,
        DictionaryEncodingThreshold = 0.5,
        DictionaryEncodingSampleSize = 64,
    };
}
