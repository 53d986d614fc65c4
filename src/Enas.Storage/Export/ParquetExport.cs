using Enas.Pipeline.Events;
using Enas.Storage.Log;
using Parquet;

namespace Enas.Storage.Export;

/// <summary>The log's own columns in few large row groups; source range and heads are footer keys.</summary>
internal sealed class ParquetExport(ParquetWriter writer) : IExportWriter
{
    public static async ValueTask<IExportWriter> CreateAsync(Stream stream) =>
        new ParquetExport(await ParquetWriter.CreateAsync(SegmentSchema.Columns, stream, SegmentSchema.Options()));

    /// <inheritdoc/>
    public async ValueTask WriteAsync(IReadOnlyList<CommittedRow> rows)
    {
        using var group = writer.CreateRowGroup();
        await SegmentEncoder.WriteColumnsAsync(group, rows);
        group.CompleteValidate();
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(IReadOnlyList<KeyValuePair<string, string>> keyValues)
    {
        writer.CustomMetadata = new Dictionary<string, string>(keyValues);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => writer.DisposeAsync();
}
