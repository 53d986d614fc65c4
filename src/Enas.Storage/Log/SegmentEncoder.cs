using Enas.Pipeline.Events;
using Parquet;

namespace Enas.Storage.Log;

/// <summary>Writes one segment to memory: one row group, then the footer with its place in the log and the digest of it all.</summary>
internal static class SegmentEncoder
{
    public static async ValueTask<byte[]> EncodeAsync(SegmentFooter footer, IReadOnlyList<CommittedRow> rows)
    {
        using var stream = new MemoryStream();
        var keyValues = new Dictionary<string, string>(footer.ToKeyValues()) { [SegmentDigest.Key] = SegmentDigest.Placeholder };
        await using (var writer = await ParquetWriter.CreateAsync(SegmentSchema.Columns, stream, SegmentSchema.Options()))
        {
            writer.CustomMetadata = keyValues;
            using var group = writer.CreateRowGroup();
            await WriteColumnsAsync(group, rows);
            group.CompleteValidate();
        }

        var bytes = stream.ToArray();
        SegmentDigest.Stamp(bytes, footer.Number);
        return bytes;
    }

    /// <summary>Writes all columns of a row group.</summary>
    public static async ValueTask WriteColumnsAsync(ParquetRowGroupWriter group, IReadOnlyList<CommittedRow> rows)
    {
        await group.WriteAsync<long>(SegmentSchema.Sequence, Column(rows, row => row.Sequence));
        await group.WriteAsync<long>(SegmentSchema.Step, Column(rows, row => row.Row.Step));
        await group.WriteAsync(SegmentSchema.Phase, TextColumn(rows, row => row.Row.Phase));
        await group.WriteAsync<int>(SegmentSchema.Epoch, Column(rows, row => row.Row.Epoch));
        await group.WriteAsync(SegmentSchema.EventType, TextColumn(rows, row => row.Row.EventType));
        await group.WriteAsync<int>(SegmentSchema.SchemaVersion, Column(rows, row => row.Row.SchemaVersion));
        await group.WriteAsync<long>(SegmentSchema.FactIndex, Column(rows, row => row.FactIndex));
        await group.WriteAsync(SegmentSchema.Facts, TextColumn(rows, row => row.Row.Facts));
        await group.WriteAsync(SegmentSchema.Observations, TextColumn(rows, row => row.Row.Observations));
        await group.WriteAsync<long>(SegmentSchema.RecordedAtAsWritten, Column(rows, row => Timestamps.ToMicroseconds(row.RecordedAt)));
        await group.WriteAsync(SegmentSchema.FactHash, HashColumn(rows, row => row.FactHash));
        await group.WriteAsync(SegmentSchema.EventHash, HashColumn(rows, row => row.EventHash));
        await group.WriteAsync(SegmentSchema.Architecture, TextColumn(rows, row => row.Row.Architecture!));
        for (var i = 0; i < PromotedColumns.All.Count; i++)
        {
            var get = PromotedColumns.All[i].Get;
            await group.WriteAsync<double>(SegmentSchema.Promoted[i], Column(rows, row => get(row.Row)));
        }
    }

    private static ReadOnlyMemory<T> Column<T>(IReadOnlyList<CommittedRow> rows, Func<CommittedRow, T> select)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = select(rows[i]);
        }

        return values;
    }

    private static string[] TextColumn(IReadOnlyList<CommittedRow> rows, Func<CommittedRow, string> select) =>
        [.. rows.Select(select)];

    private static byte[][] HashColumn(IReadOnlyList<CommittedRow> rows, Func<CommittedRow, ReadOnlyMemory<byte>> select) =>
        [.. rows.Select(row => select(row).ToArray())];
}
