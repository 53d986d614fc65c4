using Enas.Pipeline.Events;
using Enas.Pipeline.Ports;
using Parquet;
using Parquet.Schema;

namespace Enas.Storage;

/// <summary>A decoded segment; its rows are as the file has them, not yet verified against the chains.</summary>
internal sealed record Segment(SegmentFooter Footer, IReadOnlyList<CommittedRow> Rows);

/// <summary>
/// Reads one segment from memory. The digest is checked first, so what reaches the codec is what was written, or was forged with
/// care; either way every failure leaves as a <see cref="LogDamagedException"/> that names the segment.
/// </summary>
internal static class SegmentDecoder
{
    private const long MaximumDecodedBytes = 256L << 20;
    private const int HashBytes = 32;

    /// <summary>Reads the footer only.</summary>
    public static ValueTask<SegmentFooter> DecodeFooterAsync(byte[] file, long number) =>
        GuardAsync(file, number, (reader, footer) => ValueTask.FromResult(footer));

    /// <summary>Reads footer and rows.</summary>
    public static ValueTask<Segment> DecodeAsync(byte[] file, long number) =>
        GuardAsync(file, number, async (reader, footer) =>
        {
            using var group = reader.OpenRowGroupReader(0);
            return new Segment(footer, await ReadRowsAsync(group, footer.Count));
        });

    private static async ValueTask<T> GuardAsync<T>(byte[] file, long number, Func<ParquetReader, SegmentFooter, ValueTask<T>> read)
    {
        SegmentDigest.Check(file, number);
        try
        {
            using var stream = new MemoryStream(file, writable: false);
            await using var reader = await ParquetReader.CreateAsync(stream);
            var footer = SegmentFooter.FromKeyValues(reader.CustomMetadata, number);
            CheckSize(reader, footer, file);
            return await read(reader, footer);
        }
        catch (Exception fault) when (fault is not LogDamagedException)
        {
            // The codec throws whatever the bytes lead it to; the caller needs one type and the number.
            throw new LogDamagedException($"segment {number}: it cannot be decoded ({fault.GetType().Name}: {fault.Message})", fault);
        }
    }

    // Before room is made for anything: what the footer claims, then what each page can decode to, which nothing makes agree with the footer.
    private static void CheckSize(ParquetReader reader, SegmentFooter footer, byte[] file)
    {
        var groups = reader.Metadata?.RowGroups;
        if (footer.Count > RowChecks.MaximumRows)
        {
            throw new LogDamagedException($"segment {footer.Number}: it claims to hold {footer.Count} events; one commit holds at most {RowChecks.MaximumRows}");
        }

        if (groups is not { Count: 1 } || groups[0].NumRows != footer.Count)
        {
            throw new LogDamagedException($"segment {footer.Number}: it does not hold the {footer.Count} rows that its footer promises");
        }

        var decoded = groups[0].Columns.Sum(column => column.MetaData?.TotalUncompressedSize ?? 0);
        if (decoded is < 0 or > MaximumDecodedBytes)
        {
            throw new LogDamagedException($"segment {footer.Number}: it claims to decode to {decoded} bytes");
        }

        decoded = 0;
        foreach (var column in groups[0].Columns)
        {
            var description = column.MetaData ?? throw new InvalidDataException("a column has no description");
            decoded += PageHeader.MostDecodedBytesOf(file, description, footer.Count, MaximumDecodedBytes - decoded);
        }
    }

    /// <summary>Reads the rows of one row group.</summary>
    public static async ValueTask<IReadOnlyList<CommittedRow>> ReadRowsAsync(ParquetRowGroupReader group, int count)
    {
        var sequences = await ReadAsync<long>(group, SegmentSchema.Sequence, count);
        var steps = await ReadAsync<long>(group, SegmentSchema.Step, count);
        var phases = await ReadTextAsync(group, SegmentSchema.Phase, count);
        var epochs = await ReadAsync<int>(group, SegmentSchema.Epoch, count);
        var types = await ReadTextAsync(group, SegmentSchema.EventType, count);
        var versions = await ReadAsync<int>(group, SegmentSchema.SchemaVersion, count);
        var factIndexes = await ReadNullableAsync<long>(group, SegmentSchema.FactIndex, count);
        var facts = await ReadTextAsync(group, SegmentSchema.Facts, count);
        var observations = await ReadTextAsync(group, SegmentSchema.Observations, count);
        var times = await ReadAsync<DateTime>(group, SegmentSchema.RecordedAt, count);
        var factHashes = await ReadHashesAsync(group, SegmentSchema.FactHash, count);
        var eventHashes = await ReadHashesAsync(group, SegmentSchema.EventHash, count);
        var architectures = new string?[count];
        if (group.ColumnExists(SegmentSchema.Architecture))
        {
            await group.ReadAsync(SegmentSchema.Architecture, architectures.AsMemory());
        }

        var promoted = new double?[SegmentSchema.Promoted.Count][];
        for (var i = 0; i < promoted.Length; i++)
        {
            promoted[i] = await ReadNullableAsync<double>(group, SegmentSchema.Promoted[i], count);
        }

        var rows = new CommittedRow[count];
        for (var i = 0; i < count; i++)
        {
            var row = new LogRow
            {
                Step = steps[i],
                Phase = phases[i],
                Epoch = epochs[i],
                EventType = types[i],
                SchemaVersion = versions[i],
                IsFact = factIndexes[i].HasValue,
                Facts = facts[i],
                Observations = observations[i],
                Architecture = architectures[i],
                LogProb = promoted[0][i],
                Entropy = promoted[1][i],
                Loss = promoted[2][i],
                Metric = promoted[3][i],
                Reward = promoted[4][i],
                Baseline = promoted[5][i],
                Advantage = promoted[6][i],
                GradNorm = promoted[7][i],
                LearningRate = promoted[8][i],
                DurationMs = promoted[9][i],
            };
            var time = new DateTimeOffset(DateTime.SpecifyKind(times[i], DateTimeKind.Utc));
            rows[i] = new CommittedRow(sequences[i], factIndexes[i], time, factHashes[i], eventHashes[i], row);
        }

        return rows;
    }

    private static async ValueTask<T[]> ReadAsync<T>(ParquetRowGroupReader group, DataField field, int count)
        where T : struct
    {
        var values = new T[count];
        await group.ReadAsync<T>(field, values.AsMemory());
        return values;
    }

    private static async ValueTask<T?[]> ReadNullableAsync<T>(ParquetRowGroupReader group, DataField field, int count)
        where T : struct
    {
        var values = new T?[count];
        if (group.ColumnExists(field))
        {
            await group.ReadAsync<T>(field, values.AsMemory());
        }

        return values;
    }

    private static async ValueTask<string[]> ReadTextAsync(ParquetRowGroupReader group, DataField field, int count)
    {
        var values = new string?[count];
        await group.ReadAsync(field, values.AsMemory());
        return values.All(value => value is not null)
            ? values as string[]
            : throw new InvalidDataException($"column {field.Name} has a null");
    }

    private static async ValueTask<byte[][]> ReadHashesAsync(ParquetRowGroupReader group, DataField field, int count)
    {
        var values = new byte[]?[count];
        await group.ReadAsync(field, values.AsMemory());
        return values.All(value => value is { Length: HashBytes })
            ? values as byte[][]
            : throw new InvalidDataException($"column {field.Name} holds something that is not a hash");
    }
}
