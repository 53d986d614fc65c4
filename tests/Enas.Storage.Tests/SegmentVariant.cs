using Enas.Pipeline.Events;
using Parquet;
using Parquet.Schema;

namespace Enas.Storage.Tests;

/// <summary>
/// Segments as another version of the program would write them, or somebody who means harm: columns added or left out, footer keys
/// changed, and the digest right all the same.
/// </summary>
internal sealed record SegmentVariant
{
    /// <summary>A nullable column that this version does not know.</summary>
    public string? Added { get; init; }

    /// <summary>Columns that are not written.</summary>
    public IReadOnlyList<string> Omitted { get; init; } = [];

    /// <summary>Footer keys with another value.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>();

    /// <summary>Changes the footer's bytes before the digest is taken.</summary>
    public Func<byte[], byte[]> Footer { get; init; } = footer => footer;

    /// <summary>Changes all before the footer: what is put in must be after the offsets that the footer names.</summary>
    public Func<byte[], byte[]> Pages { get; init; } = pages => pages;

    public async Task<byte[]> EncodeAsync(SegmentFooter footer, IReadOnlyList<CommittedRow> rows)
    {
        var fields = SegmentSchema.Columns.DataFields.Where(field => !Omitted.Contains(field.Name)).ToList();
        if (Added is not null)
        {
            fields.Add(new DataField<double?>(Added));
        }

        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, SegmentSchema.Options()))
        {
            var keyValues = footer.ToKeyValues().ToDictionary(pair => pair.Key, pair => Keys.GetValueOrDefault(pair.Key, pair.Value));
            keyValues[SegmentDigest.Key] = SegmentDigest.Placeholder;
            writer.CustomMetadata = keyValues;
            using var group = writer.CreateRowGroup();
            foreach (var field in fields)
            {
                await WriteAsync(group, field, rows);
            }
        }

        var bytes = Rebuild(stream.ToArray());
        SegmentDigest.Stamp(bytes, footer.Number);
        return bytes;
    }

    /// <summary>Replaces every occurrence of some bytes.</summary>
    public static byte[] Replace(byte[] bytes, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        var result = new List<byte>();
        for (var at = 0; at < bytes.Length;)
        {
            if (bytes.AsSpan(at).StartsWith(old))
            {
                result.AddRange(replacement);
                at += old.Length;
            }
            else
            {
                result.Add(bytes[at++]);
            }
        }

        return [.. result];
    }

    /// <summary>A 64-bit integer field as the footer has it: the field's header, then the zigzag varint.</summary>
    public static byte[] Integer(byte header, long value)
    {
        var bytes = new List<byte> { header };
        for (var rest = (ulong)((value << 1) ^ (value >> 63)); ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                bytes.Add((byte)rest);
                return [.. bytes];
            }

            bytes.Add((byte)(rest | 0x80));
        }
    }

    private byte[] Rebuild(byte[] file)
    {
        var length = BitConverter.ToInt32(file, file.Length - 8);
        var footer = Footer(file[^(8 + length)..^8]);
        return [.. Pages(file[..^(8 + length)]), .. footer, .. BitConverter.GetBytes(footer.Length), .. file[^4..]];
    }

    private static async Task WriteAsync(ParquetRowGroupWriter group, DataField field, IReadOnlyList<CommittedRow> rows)
    {
        switch (field.Name)
        {
            case "sequence": await group.WriteAsync<long>(field, rows.Select(row => row.Sequence).ToArray()); break;
            case "step": await group.WriteAsync<long>(field, rows.Select(row => row.Row.Step).ToArray()); break;
            case "phase": await group.WriteAsync(field, rows.Select(row => row.Row.Phase).ToArray()); break;
            case "epoch": await group.WriteAsync<int>(field, rows.Select(row => row.Row.Epoch).ToArray()); break;
            case "event_type": await group.WriteAsync(field, rows.Select(row => row.Row.EventType).ToArray()); break;
            case "schema_version": await group.WriteAsync<int>(field, rows.Select(row => row.Row.SchemaVersion).ToArray()); break;
            case "fact_index": await group.WriteAsync<long>(field, rows.Select(row => row.FactIndex).ToArray()); break;
            case "facts": await group.WriteAsync(field, rows.Select(row => row.Row.Facts).ToArray()); break;
            case "observations": await group.WriteAsync(field, rows.Select(row => row.Row.Observations).ToArray()); break;
            case "recorded_at": await group.WriteAsync<DateTime>(field, rows.Select(row => row.RecordedAt.UtcDateTime).ToArray()); break;
            case "fact_hash": await group.WriteAsync(field, rows.Select(row => row.FactHash.ToArray()).ToArray()); break;
            case "event_hash": await group.WriteAsync(field, rows.Select(row => row.EventHash.ToArray()).ToArray()); break;
            case "architecture": await group.WriteAsync(field, rows.Select(row => row.Row.Architecture!).ToArray()); break;
            default:
                var column = PromotedColumns.All.FirstOrDefault(column => column.Name == field.Name);
                await group.WriteAsync<double>(
                    field, rows.Select(row => column is null ? row.Sequence * 0.5 : column.Get(row.Row)).ToArray());
                break;
        }
    }
}
