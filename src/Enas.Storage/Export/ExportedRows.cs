using System.Security.Cryptography;
using Enas.Pipeline.Events;
using Enas.Storage.Log;
using Parquet;
using Parquet.Schema;

namespace Enas.Storage.Export;

/// <summary>Reads a row group of a file that this process has just exported, by the library that wrote it.</summary>
internal sealed class ExportedRows(ParquetRowGroupReader group)
{
    private readonly int _count = checked((int)group.RowCount);

    public async ValueTask<IReadOnlyList<CommittedRow>> ReadAsync()
    {
        var promoted = new double?[SegmentSchema.Promoted.Count][];
        for (var i = 0; i < promoted.Length; i++)
        {
            promoted[i] = await NullableNumbersAsync<double>(SegmentSchema.Promoted[i]);
        }

        return new SegmentColumns
        {
            Sequences = await NumbersAsync<long>(SegmentSchema.Sequence),
            Steps = await NumbersAsync<long>(SegmentSchema.Step),
            Phases = await TextsAsync(SegmentSchema.Phase),
            Epochs = await NumbersAsync<int>(SegmentSchema.Epoch),
            EventTypes = await TextsAsync(SegmentSchema.EventType),
            SchemaVersions = await NumbersAsync<int>(SegmentSchema.SchemaVersion),
            FactIndexes = await NullableNumbersAsync<long>(SegmentSchema.FactIndex),
            Facts = await TextsAsync(SegmentSchema.Facts),
            Observations = await TextsAsync(SegmentSchema.Observations),
            Times = Array.ConvertAll(
                await NumbersAsync<DateTime>(SegmentSchema.RecordedAt), time =>
                    new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))),
            FactHashes = await HashesAsync(SegmentSchema.FactHash),
            EventHashes = await HashesAsync(SegmentSchema.EventHash),
            Architectures = await NullableTextsAsync(SegmentSchema.Architecture),
            Promoted = promoted,
        }.ToRows();
    }

    private async ValueTask<T[]> NumbersAsync<T>(DataField field)
        where T : struct
    {
        var values = new T[_count];
        await group.ReadAsync<T>(field, values.AsMemory());
        return values;
    }

    private async ValueTask<T?[]> NullableNumbersAsync<T>(DataField field)
        where T : struct
    {
        var values = new T?[_count];
        await group.ReadAsync<T>(field, values.AsMemory());
        return values;
    }

    private async ValueTask<string?[]> NullableTextsAsync(DataField field)
    {
        var values = new string?[_count];
        await group.ReadAsync(field, values.AsMemory());
        return values;
    }

    private async ValueTask<string[]> TextsAsync(DataField field) =>
        await NullableTextsAsync(field) is var values && values.All(value => value is not null)
            ? values as string[]
            : throw new InvalidDataException($"column {field.Name} has a null");

    private async ValueTask<ReadOnlyMemory<byte>[]> HashesAsync(DataField field)
    {
        var values = new byte[]?[_count];
        await group.ReadAsync(field, values.AsMemory());
        return values.All(value => value is { Length: SHA256.HashSizeInBytes })
            ? Array.ConvertAll(values, value => (ReadOnlyMemory<byte>)value)
            : throw new InvalidDataException($"column {field.Name} holds something that is not a hash");
    }
}
