using Enas.Pipeline.Events;
using Enas.Pipeline.Messages;

namespace Enas.Storage.Log;

/// <summary>What makes a segment the one that comes next, and its rows the ones that its footer speaks of.</summary>
internal static class SegmentOrder
{
    /// <summary>Checks that a segment continues the one before, or begins the log.</summary>
    /// <exception cref="LogDamagedException">It does not; the message names it and what does not fit.</exception>
    public static void Check(SegmentFooter? before, SegmentFooter footer)
    {
        var heads = before?.After ?? LogHeads.Start;
        if (before is not null && footer.WriterEpoch < before.WriterEpoch)
        {
            throw Damaged(footer, $"its writer epoch {footer.WriterEpoch} is lower than {before.WriterEpoch} before it");
        }

        if (footer.FirstSequence != heads.NextSequence)
        {
            throw Damaged(footer, $"it begins with event {footer.FirstSequence}, but event {heads.NextSequence} comes next");
        }

        if (!footer.PreviousEventHead.Span.SequenceEqual(heads.EventHead.Span))
        {
            throw Damaged(footer, "it does not continue the event head of the segment before it");
        }

        if (before is not null)
        {
            CheckSearch(before, footer);
        }
    }

    /// <summary>Checks that two segments belong to one search.</summary>
    public static void CheckSearch(SegmentFooter before, SegmentFooter footer)
    {
        if (footer.SearchId != before.SearchId)
        {
            throw Damaged(footer,
                $"it belongs to search {ForeignText.Shown(footer.SearchId)}, not to {ForeignText.Shown(before.SearchId)}");
        }
    }

    /// <summary>Verifies every row of a segment against both chains, and its footer against where they lead.</summary>
    /// <exception cref="LogDamagedException">A row or the footer does not follow; the message names the segment, the event
    /// and the field.</exception>
    public static void CheckRows(LogHeads before, Segment segment)
    {
        var heads = before;
        foreach (var row in segment.Rows)
        {
            heads = heads.Verify(row, segment.Footer.Number);
        }

        var after = segment.Footer.After;
        if (heads.NextSequence != after.NextSequence || heads.FactCount != after.FactCount
            || !heads.EventHead.Span.SequenceEqual(after.EventHead.Span) || !heads.FactHead.Span.SequenceEqual(after.FactHead.Span))
        {
            throw Damaged(segment.Footer, "its rows do not lead to the heads in its footer");
        }
    }

    private static LogDamagedException Damaged(SegmentFooter footer, string reason) => new($"segment {footer.Number}: {reason}");
}
