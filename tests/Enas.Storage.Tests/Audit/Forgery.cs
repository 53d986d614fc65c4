using Enas.Pipeline.Events;

namespace Enas.Storage.Tests.Audit;

/// <summary>What someone can do who has the folder, this program's source and time.</summary>
internal static class Forgery
{
    /// <summary>Changes the rows of one segment and makes every later hash and footer anew.</summary>
    public static async Task RewriteAsync(RecordedSearch search, long number, Func<IReadOnlyList<LogRow>, IReadOnlyList<LogRow>> change)
    {
        var heads = LogHeads.Start;
        for (var n = 0L; File.Exists(search.Segment(n)); n++)
        {
            var segment = await search.DecodeAsync(n);
            var rows = segment.Rows.Select(row => row.Row).ToArray();
            var before = heads;
            (var committed, heads) = heads.Seal([.. n == number ? change(rows) : rows], segment.Rows[0].RecordedAt);
            var footer = segment.Footer with
            {
                FirstSequence = before.NextSequence,
                Count = committed.Count,
                PreviousEventHead = before.EventHead,
                After = heads
            };
            await File.WriteAllBytesAsync(search.Segment(n), await SegmentEncoder.EncodeAsync(footer, committed));
        }
    }
}
