namespace Enas.Storage;

/// <summary>Where a segment stands, as the one before it has it.</summary>
/// <param name="Heads">Heads that it continues; null where the segment before is missing or damaged, so that only its own claim is known.</param>
/// <param name="EpochBefore">Writer epoch of the segment directly before, 0 at the start; null where that is not known.</param>
/// <param name="Damage">Why it cannot stand there; null when it can.</param>
internal sealed record SegmentPlace(LogHeads? Heads, long? EpochBefore, string? Damage);

/// <summary>What is known of the log so far while going through its footers in order.</summary>
/// <param name="Last">Footer of the segment directly before; null at the start and after damage.</param>
/// <param name="LastKnown">The last footer that was in its place; null before the first.</param>
/// <param name="IsUnbroken">False directly after a missing or damaged segment.</param>
internal sealed record SegmentSuccession(SegmentFooter? Last, SegmentFooter? LastKnown, bool IsUnbroken)
{
    public static SegmentSuccession Start { get; } = new(null, null, IsUnbroken: true);

    /// <summary>After a segment of which nothing is known.</summary>
    public SegmentSuccession Broken() => this with { Last = null, IsUnbroken = false };

    /// <summary>The place of the next segment, and what is known after it.</summary>
    public (SegmentPlace Place, SegmentSuccession Next) Then(Segment segment)
    {
        var footer = segment.Footer;
        if (Contradiction(footer) is { } damage)
        {
            return (new SegmentPlace(null, null, damage), Broken());
        }

        var place = IsUnbroken ? new SegmentPlace(Last?.After ?? LogHeads.Start, Last?.WriterEpoch ?? 0, null) : new SegmentPlace(null, null, null);
        return (place, new SegmentSuccession(footer, footer, IsUnbroken: true));
    }

    private string? Contradiction(SegmentFooter footer)
    {
        if (footer.WriterEpoch < (LastKnown?.WriterEpoch ?? 1))
        {
            return $"its writer epoch {footer.WriterEpoch} is lower than {LastKnown?.WriterEpoch ?? 1} before it";
        }

        if (LastKnown is not null && footer.SearchId != LastKnown.SearchId)
        {
            return $"it belongs to search {footer.SearchId}, not to {LastKnown.SearchId}";
        }

        return IsUnbroken ? Discontinuity(footer, Last?.After ?? LogHeads.Start) : Overlap(footer);
    }

    private static string? Discontinuity(SegmentFooter footer, LogHeads heads) =>
        footer.FirstSequence != heads.NextSequence ? $"it begins with event {footer.FirstSequence}, but event {heads.NextSequence} comes next"
        : !footer.PreviousEventHead.Span.SequenceEqual(heads.EventHead.Span) ? "it does not continue the event head of the segment before it"
        : null;

    private string? Overlap(SegmentFooter footer) =>
        footer.FirstSequence <= (LastKnown?.LastSequence ?? -1) ? $"it begins with event {footer.FirstSequence}, which the log has already" : null;
}
