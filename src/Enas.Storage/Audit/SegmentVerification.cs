using System.Text.Json;
using Enas.Pipeline.Events;
using Enas.Storage.Log;

namespace Enas.Storage.Audit;

/// <summary>Verifies the rows of one decoded segment: both chains, the heads in its footer, writer epochs, promoted columns.</summary>
internal static class SegmentVerification
{
    public static ScannedSegment Verify(Segment segment, SegmentPlace place)
    {
        var findings = new List<AuditFinding>();
        var number = segment.Footer.Number;
        if (place.Damage is { } damage)
        {
            findings.Add(Finding(FindingCodes.SegmentMisplaced, number, null, damage));
        }

        if (Chains(segment, place.Heads) is { } broken)
        {
            findings.Add(broken);
        }

        foreach (var (row, index) in segment.Rows.Select((row, index) => (row, index)))
        {
            if (Epoch(segment.Footer, place, row, index) is { } epoch)
            {
                findings.Add(
                    Finding(FindingCodes.EpochDisagrees, number, row.Sequence, $"segment {number}, event {row.Sequence}: {epoch}"));
            }

            if (ColumnCheck.Of(row.Row) is { } columns)
            {
                findings.Add(new AuditFinding(
                    columns.Code, columns.IsDamage,
                        SegmentScan.FileOf(number), number, row.Sequence, $"segment {number}, event {row.Sequence}: {columns.Reason}"));
            }
        }

        return new ScannedSegment(number, segment.Footer, segment.Rows, findings);
    }

    private static AuditFinding? Chains(Segment segment, LogHeads? start)
    {
        var number = segment.Footer.Number;
        var sequence = segment.Footer.FirstSequence;
        try
        {
            var heads = start ?? Claimed(segment);
            foreach (var row in segment.Rows.Skip(start is null ? 1 : 0))
            {
                sequence = heads.NextSequence;
                heads = heads.Verify(row, number);
            }

            return heads.IsSameAs(segment.Footer.After)
                ? null
                : Finding(FindingCodes.ChainBroken, number, null, $"segment {number}: its rows do not lead to the heads in its footer");
        }
        catch (LogDamagedException broken)
        {
            return Finding(FindingCodes.ChainBroken, number, sequence, broken.Message);
        }
    }

    private static LogHeads Claimed(Segment segment)
    {
        var footer = segment.Footer;
        var facts = footer.After.FactCount - segment.Rows.Count(row => row.Row.IsFact);
        return LogHeads.FromClaim(segment.Rows[0], footer.FirstSequence, facts, footer.PreviousEventHead.Span)
            ?? throw new LogDamagedException(
                $"segment {footer.Number}, event {footer.FirstSequence}: event_hash does "
                    + $"not follow from its fields and the head that the segment claims to continue");
    }

    // An epoch is one opening for writing, and each opening begins with a writer-opened event that gives its number.
    private static string? Epoch(SegmentFooter footer, SegmentPlace place, CommittedRow row, int index)
    {
        var opens = row.Row.EventType == HostEvents.WriterOpened;
        var begins = index == 0 && place.EpochBefore is { } before && before < footer.WriterEpoch;
        if (opens && EpochOf(row.Row) is var epoch && epoch != footer.WriterEpoch)
        {
            return $"it opens writer epoch {(epoch is null ? "(none)" : epoch)} in a segment of epoch {footer.WriterEpoch}";
        }

        if (begins && !opens)
        {
            return $"writer epoch {footer.WriterEpoch} begins without a {HostEvents.WriterOpened} event";
        }

        return opens && !begins && (index > 0 || place.EpochBefore is not null)
            ? $"a second {HostEvents.WriterOpened} event in writer epoch {footer.WriterEpoch}"
            : null;
    }

    private static long? EpochOf(LogRow row)
    {
        try
        {
            using var observations = JsonDocument.Parse(row.Observations);
            return observations.RootElement.TryGetProperty("epoch", out var value) && value.TryGetInt64(out var epoch) ? epoch : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static AuditFinding Finding(string code, long number, long? sequence, string message) =>
        new(code, IsDamage: true, SegmentScan.FileOf(number), number, sequence, message);
}
