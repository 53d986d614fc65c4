using Enas.Pipeline.Events;
using Enas.Storage.Log;
using Parquet;

namespace Enas.Storage.Export;

/// <summary>Reads an exported file back and walks both chains over it: it must lead to the heads of the log that it
/// was made from.</summary>
internal static class ExportVerification
{
    /// <exception cref="LogDamagedException">The file holds something else than was written into it.</exception>
    public static async Task VerifyAsync(string path, IReadOnlyList<EventRange> ranges)
    {
        await using var stream = Pipeline.Files.RegularFile.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(stream);
        var (range, heads) = (0, LogHeads.Start);
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var rows = reader.OpenRowGroupReader(group);
            foreach (var row in await new ExportedRows(rows).ReadAsync())
            {
                heads = range < ranges.Count ? Next(ranges[range], heads, row) : throw Different("it has more events");
                range += row.Sequence == ranges[range].LastSequence && EndsAt(ranges[range], heads) ? 1 : 0;
            }
        }

        if (range != ranges.Count)
        {
            throw Different("it does not lead to the same heads");
        }
    }

    private static LogHeads Next(EventRange range, LogHeads heads, CommittedRow row) =>
        row.Sequence == range.FirstSequence && range.FirstSequence > 0
            ? LogHeads.FromClaim(row, range.FirstSequence, range.FactsBefore, range.PreviousEventHead.Span)
                ?? throw Different($"event {row.Sequence} does not begin it")
            : heads.Verify(row, range.FirstSegment);

    private static bool EndsAt(EventRange range, LogHeads heads) =>
        heads.IsSameAs(range.After) ? true : throw Different($"event {range.LastSequence} has another head");

    private static LogDamagedException Different(string reason) => new($"the exported file, read back, is not the log: {reason}");
}
