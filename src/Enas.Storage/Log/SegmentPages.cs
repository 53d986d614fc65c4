using System.Security.Cryptography;
using Parquet.Schema;
using ZstdSharp;

namespace Enas.Storage.Log;

/// <summary>
/// The pages of a segment: found, and their sizes held to what a commit may have, before anything is decoded; then decoded one column
/// at a time.
/// </summary>
internal sealed class SegmentPages : IDisposable
{
    // A row takes less than this in all columns together, its texts left out.
    private const long RowBytes = 256;
    private const long OtherBytes = 4096;

    private readonly byte[] _file;
    private readonly int _rowCount;
    private readonly SortedDictionary<string, Page> _pages = new(StringComparer.Ordinal);
    private readonly Lazy<Decompressor> _decompressor = new();

    /// <exception cref="InvalidDataException">A page is not what the footer says of it, or all together are larger
    /// than any commit.</exception>
    public SegmentPages(byte[] file, ParquetFooter footer)
    {
        _file = file;
        _rowCount = checked((int)footer.RowCount);
        var left = RowChecks.MaximumCommitBytes + (RowBytes * _rowCount) + OtherBytes;
        foreach (var column in footer.Columns)
        {
            var bytes = file.AsMemory((int)column.Offset, (int)column.StoredBytes);
            var header = PageHeader.Of(column, bytes.Span, _rowCount);
            if (SegmentSchema.IsKnown(column.Name))
            {
                left = header.DecodedBytes <= left ? left - header.DecodedBytes : throw TooLarge(column, header);
                _pages.Add(column.Name, new Page(column, bytes[header.HeaderBytes..], (int)header.DecodedBytes));
            }
        }
    }

    /// <summary>Decodes all columns that this version knows.</summary>
    public SegmentColumns Read()
    {
        RefuseHashesThatCompress();
        return new SegmentColumns
        {
            Sequences = Numbers<long>(SegmentSchema.Sequence),
            Steps = Numbers<long>(SegmentSchema.Step),
            Phases = Texts(SegmentSchema.Phase)!,
            Epochs = Numbers<int>(SegmentSchema.Epoch),
            EventTypes = Texts(SegmentSchema.EventType)!,
            SchemaVersions = Numbers<int>(SegmentSchema.SchemaVersion),
            FactIndexes = NullableNumbers<long>(SegmentSchema.FactIndex),
            Facts = Texts(SegmentSchema.Facts)!,
            Observations = Texts(SegmentSchema.Observations)!,
            Times = Array.ConvertAll(Numbers<long>(SegmentSchema.RecordedAt), Timestamps.FromMicroseconds),
            FactHashes = Hashes(SegmentSchema.FactHash),
            EventHashes = Hashes(SegmentSchema.EventHash),
            Architectures = Texts(SegmentSchema.Architecture),
            Promoted = [.. SegmentSchema.Promoted.Select(NullableNumbers<double>)],
        };
    }

    public void Dispose()
    {
        if (_decompressor.IsValueCreated)
        {
            _decompressor.Value.Dispose();
        }
    }

    // No two events have one hash, and none can be guessed from others: what claims many rows in few bytes was made to take up memory.
    private void RefuseHashesThatCompress()
    {
        if (Find(SegmentSchema.EventHash) is { } page && page.Stored.Length < (long)_rowCount * SHA256.HashSizeInBytes)
        {
            throw new InvalidDataException($"column {SegmentSchema.EventHash.Name} "
                + $"takes {page.Stored.Length} bytes, which cannot hold the hashes of {_rowCount} events");
        }
    }

    private T[] Numbers<T>(DataField field)
        where T : unmanaged => Decode(field, _ => throw Missing(field), page => page.ReadNumbers<T>());

    private T?[] NullableNumbers<T>(DataField field)
        where T : unmanaged => Decode(field, count => new T?[count], page => page.ReadNullableNumbers<T>());

    private string?[] Texts(DataField field) =>
        Decode(field, count => field.IsNullable ? new string?[count] : throw Missing(field), page =>
            page.ReadTexts(RowChecks.MaximumTextBytes));

    private ReadOnlyMemory<byte>[] Hashes(DataField field) => Decode(field, _ => throw Missing(field), page => page.ReadHashes());

    private T Decode<T>(DataField field, Func<int, T> absent, PageReader<T> read)
    {
        if (Find(field) is not { } page)
        {
            return absent(_rowCount);
        }

        var decoded = new byte[page.DecodedBytes];
        try
        {
            return _decompressor.Value.Unwrap(page.Stored.Span, decoded) == decoded.Length
                ? read(new PlainPage(decoded, _rowCount, field.IsNullable))
                : throw new InvalidDataException("it decodes to less than it claims");
        }
        catch (Exception malformed) when (malformed is InvalidDataException or ZstdException)
        {
            throw new InvalidDataException($"column {field.Name}: {malformed.Message}", malformed);
        }
    }

    private Page? Find(DataField field)
    {
        if (!_pages.TryGetValue(field.Name, out var page))
        {
            return null;
        }

        var (type, isNullable) = (page.Column.Type, page.Column.IsNullable);
        return type == (long)SegmentSchema.TypeOf(field) && isNullable == field.IsNullable
            ? page
            : throw new InvalidDataException($"column {field.Name} is of type {type}{(isNullable ? " and may be null" : string.Empty)}");
    }

    private InvalidDataException TooLarge(ParquetColumn column, PageHeader header) =>
        new($"column {column.Name} claims to decode to {header.DecodedBytes} "
            + $"bytes; with the columns before it that is more than {_rowCount} events may have");

    private static InvalidDataException Missing(DataField field) => new($"column {field.Name} is missing");

    private delegate T PageReader<T>(PlainPage page);

    private sealed record Page(ParquetColumn Column, ReadOnlyMemory<byte> Stored, int DecodedBytes);
}
