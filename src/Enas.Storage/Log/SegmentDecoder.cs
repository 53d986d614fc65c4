using System.Buffers.Binary;
using Enas.Pipeline.Events;

namespace Enas.Storage.Log;

/// <summary>A decoded segment; its rows are as the file has them, not yet verified against the chains.</summary>
internal sealed record Segment(SegmentFooter Footer, IReadOnlyList<CommittedRow> Rows);

/// <summary>
/// Reads one segment from memory. The digest is checked first, so what is decoded is what was written, or was forged with care. For the
/// latter this reader is our own: the library that writes segments reads a hundred kinds of Parquet, and two changed bytes of a footer or a
/// page header make it read for ever or ask for memory without end. This one knows the single kind that is written, and refuses every other
/// before it makes room for it. Every failure leaves as a <see cref="LogDamagedException"/> that names the segment.
/// </summary>
internal static class SegmentDecoder
{
    private const int TrailerBytes = 8;

    /// <summary>Reads the footer only.</summary>
    public static SegmentFooter DecodeFooter(byte[] file, long number) => Guard(file, number, (footer, _) => footer);

    /// <summary>Reads footer and rows.</summary>
    public static Segment Decode(byte[] file, long number) =>
        Guard(file, number, (footer, pages) => new Segment(footer, pages.Read().ToRows()));

    private static T Guard<T>(byte[] file, long number, Func<SegmentFooter, SegmentPages, T> read)
    {
        SegmentDigest.Check(file, number);
        try
        {
            var start = file.Length - TrailerBytes - BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - TrailerBytes));
            var parquet = ParquetFooter.Parse(file.AsSpan(start, file.Length - TrailerBytes - start), start);
            var footer = SegmentFooter.FromKeyValues(parquet.KeyValues, number);
            RefuseOtherCounts(footer, parquet);
            using var pages = new SegmentPages(file, parquet);
            return read(footer, pages);
        }
        catch (Exception fault) when (fault is not (LogDamagedException or OutOfMemoryException))
        {
            throw new LogDamagedException($"segment {number}: it cannot be decoded ({fault.Message})", fault);
        }
    }

    private static void RefuseOtherCounts(SegmentFooter footer, ParquetFooter parquet)
    {
        if (footer.Count > RowChecks.MaximumRows)
        {
            throw new LogDamagedException(
                $"segment {footer.Number}: it claims to hold {footer.Count} events; one commit holds at most {RowChecks.MaximumRows}");
        }

        if (parquet.RowCount != footer.Count)
        {
            throw new LogDamagedException($"segment {footer.Number}: it does not hold the {footer.Count} rows that its footer promises");
        }
    }
}
